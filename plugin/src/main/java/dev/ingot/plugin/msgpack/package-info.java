/** MessagePack, item by item. */
@NullMarked
package dev.ingot.plugin.msgpack;

import org.jspecify.annotations.NullMarked;
