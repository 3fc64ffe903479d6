/** Plugin processes: launch, handshake, supervision. */
@NullMarked
package dev.ingot.plugin;

import org.jspecify.annotations.NullMarked;
