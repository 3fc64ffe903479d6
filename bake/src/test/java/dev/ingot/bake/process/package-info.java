/** Tests. */
@NullMarked
package dev.ingot.bake.process;

import org.jspecify.annotations.NullMarked;
