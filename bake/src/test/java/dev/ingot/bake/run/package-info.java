/** Bakes with fake machines. */
@NullMarked
package dev.ingot.bake.run;

import org.jspecify.annotations.NullMarked;
