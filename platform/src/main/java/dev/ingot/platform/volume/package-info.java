/** Directories that outlive machines. */
@NullMarked
package dev.ingot.platform.volume;

import org.jspecify.annotations.NullMarked;
