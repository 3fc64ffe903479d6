/** The commands, one class each. */
@NullMarked
package dev.ingot.cli.command;

import org.jspecify.annotations.NullMarked;
