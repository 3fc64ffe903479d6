/** JSON documents, written in one canonical way and read with every surprise refused. */
@NullMarked
package dev.ingot.registry.json;

import org.jspecify.annotations.NullMarked;
