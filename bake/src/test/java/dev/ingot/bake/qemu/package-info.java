/** Tests of virtual machines. */
@NullMarked
package dev.ingot.bake.qemu;

import org.jspecify.annotations.NullMarked;
