/** The binary form of protocol buffers, without a compiler of message definitions. */
@NullMarked
package dev.ingot.plugin.protobuf;

import org.jspecify.annotations.NullMarked;
