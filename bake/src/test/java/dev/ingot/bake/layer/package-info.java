/** Tests. */
@NullMarked
package dev.ingot.bake.layer;

import org.jspecify.annotations.NullMarked;
