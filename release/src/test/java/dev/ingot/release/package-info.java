/** Tests of releases, without an agent and without a terminal. */
@NullMarked
package dev.ingot.release;

import org.jspecify.annotations.NullMarked;
