/** Tests. */
@NullMarked
package dev.ingot.bake;

import org.jspecify.annotations.NullMarked;
