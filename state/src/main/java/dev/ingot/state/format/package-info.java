/** The text of state files and of single objects in journals. */
@NullMarked
package dev.ingot.state.format;

import org.jspecify.annotations.NullMarked;
