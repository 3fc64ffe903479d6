/**
 * What a function is. The functions themselves are below, by subject; {@code standard} puts them
 * together.
 */
@NullMarked
package dev.ingot.lang.function;

import org.jspecify.annotations.NullMarked;
