/** Tests of yamux. */
@NullMarked
package dev.ingot.plugin.yamux;

import org.jspecify.annotations.NullMarked;
