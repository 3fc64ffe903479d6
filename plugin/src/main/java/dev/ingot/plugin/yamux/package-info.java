/** Several streams over one connection, as Packer plugins have them. */
@NullMarked
package dev.ingot.plugin.yamux;

import org.jspecify.annotations.NullMarked;
