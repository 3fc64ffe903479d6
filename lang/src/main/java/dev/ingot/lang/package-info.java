/** Source text, positions in it, and diagnostics about it. */
@NullMarked
package dev.ingot.lang;

import org.jspecify.annotations.NullMarked;
