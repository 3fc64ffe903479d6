/** The syntax tree, and the native and JSON syntaxes that make it. */
@NullMarked
package dev.ingot.lang.syntax;

import org.jspecify.annotations.NullMarked;
