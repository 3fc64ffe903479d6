/** Tests of what commands share. */
@NullMarked
package dev.ingot.cli.operation;

import org.jspecify.annotations.NullMarked;
