/** Type conversion, sensitivity, and evaluation that may fail. */
@NullMarked
package dev.ingot.lang.function.conversion;

import org.jspecify.annotations.NullMarked;
