/** The log of a process that runs long: structured lines in a file that never grows too large. */
@NullMarked
package dev.ingot.storage.log;

import org.jspecify.annotations.NullMarked;
