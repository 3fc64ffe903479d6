/** Expressions evaluated one by one, typed or piped. */
@NullMarked
package dev.ingot.cli.console;

import org.jspecify.annotations.NullMarked;
