/** JSON trees over the streaming parser, and the wire form of the platform's records. */
@NullMarked
package dev.ingot.platform.json;

import org.jspecify.annotations.NullMarked;
