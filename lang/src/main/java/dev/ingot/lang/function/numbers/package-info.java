/** Functions of numbers. */
@NullMarked
package dev.ingot.lang.function.numbers;

import org.jspecify.annotations.NullMarked;
