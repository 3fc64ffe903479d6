/** The values of a configuration's variables, from wherever they are given. */
@NullMarked
package dev.ingot.cli.variable;

import org.jspecify.annotations.NullMarked;
