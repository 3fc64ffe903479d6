/** The terminal a command prints on, and the names the program goes by. */
@NullMarked
package dev.ingot.cli.terminal;

import org.jspecify.annotations.NullMarked;
