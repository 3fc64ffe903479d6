@NullMarked
package dev.ingot.provider.msgpack;

import org.jspecify.annotations.NullMarked;
