/** Tests of the console. */
@NullMarked
package dev.ingot.cli.console;

import org.jspecify.annotations.NullMarked;
