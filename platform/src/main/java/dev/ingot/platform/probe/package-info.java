/** Asking a machine whether it is well. */
@NullMarked
package dev.ingot.platform.probe;

import org.jspecify.annotations.NullMarked;
