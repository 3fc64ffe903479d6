/** The canonical layout of source text. */
@NullMarked
package dev.ingot.lang.format;

import org.jspecify.annotations.NullMarked;
