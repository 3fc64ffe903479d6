/** JSON documents, written in one canonical way; anything unexpected in them is refused. */
@NullMarked
package dev.ingot.registry.json;

import org.jspecify.annotations.NullMarked;
