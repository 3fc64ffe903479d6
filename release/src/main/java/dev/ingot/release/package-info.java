/** The way of a stack from commit to verified fleet and back. */
@NullMarked
package dev.ingot.release;

import org.jspecify.annotations.NullMarked;
