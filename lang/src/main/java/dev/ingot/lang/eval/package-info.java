/** Evaluation of expressions in a scope. */
@NullMarked
package dev.ingot.lang.eval;

import org.jspecify.annotations.NullMarked;
