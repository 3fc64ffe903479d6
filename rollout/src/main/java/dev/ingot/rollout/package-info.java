/** Replacement in waves: a pure core, health, revert. */
@NullMarked
package dev.ingot.rollout;

import org.jspecify.annotations.NullMarked;
