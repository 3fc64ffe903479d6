/** When something may be done: schedules, windows and freezes, in any time zone. */
@NullMarked
package dev.ingot.release.calendar;

import org.jspecify.annotations.NullMarked;
