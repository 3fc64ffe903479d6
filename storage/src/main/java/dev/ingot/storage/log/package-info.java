/** The log of a long-running process: structured lines in files of limited size. */
@NullMarked
package dev.ingot.storage.log;

import org.jspecify.annotations.NullMarked;
