/** What the commands that plan and apply share. */
@NullMarked
package dev.ingot.cli.operation;

import org.jspecify.annotations.NullMarked;
