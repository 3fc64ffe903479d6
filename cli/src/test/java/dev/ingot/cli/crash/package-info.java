/** Tests that kill the program from outside and look at what is left. */
@NullMarked
package dev.ingot.cli.crash;

import org.jspecify.annotations.NullMarked;
