@NullMarked
package dev.ingot.release.calendar;

import org.jspecify.annotations.NullMarked;
