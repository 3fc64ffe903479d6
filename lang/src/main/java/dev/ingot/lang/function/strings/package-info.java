/** Functions of text: joining, splitting, trimming, formatting, patterns. */
@NullMarked
package dev.ingot.lang.function.strings;

import org.jspecify.annotations.NullMarked;
