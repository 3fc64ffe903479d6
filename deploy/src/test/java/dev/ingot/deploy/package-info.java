/** Tests of the engine as a whole. */
@NullMarked
package dev.ingot.deploy;

import org.jspecify.annotations.NullMarked;
