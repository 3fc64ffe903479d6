/** Connections to plugins: plain where the socket is provably ours, mutual TLS elsewhere. */
@NullMarked
package dev.ingot.plugin.transport;

import org.jspecify.annotations.NullMarked;
