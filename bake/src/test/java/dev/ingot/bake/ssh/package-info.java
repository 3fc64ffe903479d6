/** Tests of machines that are reached over SSH. */
@NullMarked
package dev.ingot.bake.ssh;

import org.jspecify.annotations.NullMarked;
