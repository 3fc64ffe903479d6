/** The syntax tree, and the parsers of the native and JSON syntaxes. */
@NullMarked
package dev.ingot.lang.syntax;

import org.jspecify.annotations.NullMarked;
