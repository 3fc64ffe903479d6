/** Releases and rollbacks of a stack, as commands run them. */
@NullMarked
package dev.ingot.cli.up;

import org.jspecify.annotations.NullMarked;
