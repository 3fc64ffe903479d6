/** Replaces machines before they are old, within budgets and windows. */
@NullMarked
package dev.ingot.release.repave;

import org.jspecify.annotations.NullMarked;
