/** The commands that look into the state and change it by hand. */
@NullMarked
package dev.ingot.cli.command.state;

import org.jspecify.annotations.NullMarked;
