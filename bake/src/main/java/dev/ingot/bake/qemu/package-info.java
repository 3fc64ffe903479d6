/** Virtual machines of QEMU in which disk images are baked. */
@NullMarked
package dev.ingot.bake.qemu;

import org.jspecify.annotations.NullMarked;
