/** Tests of machines that are reached over SSH. */
@NullMarked
package dev.ingot.bake.shell;

import org.jspecify.annotations.NullMarked;
