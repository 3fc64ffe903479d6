/** Shared parts of the commands that plan and apply. */
@NullMarked
package dev.ingot.cli.operation;

import org.jspecify.annotations.NullMarked;
