/** Functions of dates and times. */
@NullMarked
package dev.ingot.lang.function.time;

import org.jspecify.annotations.NullMarked;
