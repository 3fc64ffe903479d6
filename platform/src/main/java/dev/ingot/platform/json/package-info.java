/** JSON trees over the streaming parser, and typed access to their members. */
@NullMarked
package dev.ingot.platform.json;

import org.jspecify.annotations.NullMarked;
