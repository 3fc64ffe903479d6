/** Machines replaced in waves, through an apply session and a fleet. */
@NullMarked
package dev.ingot.release.fleet;

import org.jspecify.annotations.NullMarked;
