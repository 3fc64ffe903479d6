/** Tests of stacks: bake, promote and roll out. */
@NullMarked
package dev.ingot.cli.up;

import org.jspecify.annotations.NullMarked;
