/** Tests of how variables get their values. */
@NullMarked
package dev.ingot.cli.variable;

import org.jspecify.annotations.NullMarked;
