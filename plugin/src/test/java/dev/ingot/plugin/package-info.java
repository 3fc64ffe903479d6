/** Tests with small programs of the shell. */
@NullMarked
package dev.ingot.plugin;

import org.jspecify.annotations.NullMarked;
