/** Asking a machine whether it is healthy. */
@NullMarked
package dev.ingot.platform.probe;

import org.jspecify.annotations.NullMarked;
