/**
 * The declaration of functions. The functions themselves are in the packages below, by subject;
 * {@code standard} combines them.
 */
@NullMarked
package dev.ingot.lang.function;

import org.jspecify.annotations.NullMarked;
