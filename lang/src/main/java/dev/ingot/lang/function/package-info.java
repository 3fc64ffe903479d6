/**
 * What a function is and the table of all of them; the functions themselves stand below, by
 * subject.
 */
@NullMarked
package dev.ingot.lang.function;

import org.jspecify.annotations.NullMarked;
