/** Fuzzing of everything that reads text: no crash, no hang, memory bounded. */
@NullMarked
package dev.ingot.lang.fuzz;

import org.jspecify.annotations.NullMarked;
