/** Source text, places in it, and what is said about them. */
@NullMarked
package dev.ingot.lang;

import org.jspecify.annotations.NullMarked;
