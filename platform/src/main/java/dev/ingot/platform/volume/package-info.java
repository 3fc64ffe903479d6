/** Directories that survive machines. */
@NullMarked
package dev.ingot.platform.volume;

import org.jspecify.annotations.NullMarked;
