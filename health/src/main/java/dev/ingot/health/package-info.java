/** Whether something works: checks, their reader, verdicts with evidence. */
@NullMarked
package dev.ingot.health;

import org.jspecify.annotations.NullMarked;
