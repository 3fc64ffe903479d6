/** Values of the language in MessagePack, the form in which plugins take and give them. */
@NullMarked
package dev.ingot.provider.msgpack;

import org.jspecify.annotations.NullMarked;
