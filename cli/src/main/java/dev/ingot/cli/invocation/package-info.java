/** A command as it was called: its options and arguments, where it was called, what it returns. */
@NullMarked
package dev.ingot.cli.invocation;

import org.jspecify.annotations.NullMarked;
