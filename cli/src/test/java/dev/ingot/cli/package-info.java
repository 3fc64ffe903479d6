/** Tests of the program through its commands. */
@NullMarked
package dev.ingot.cli;

import org.jspecify.annotations.NullMarked;
