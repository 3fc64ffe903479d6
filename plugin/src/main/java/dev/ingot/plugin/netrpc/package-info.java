/** Calls both ways in Go's net/rpc over MessagePack, as Packer plugins make and take them. */
@NullMarked
package dev.ingot.plugin.netrpc;

import org.jspecify.annotations.NullMarked;
