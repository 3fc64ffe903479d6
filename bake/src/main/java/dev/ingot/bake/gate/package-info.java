/** Boot tests: an image is started and checked before a channel may point to it. */
@NullMarked
package dev.ingot.bake.gate;

import org.jspecify.annotations.NullMarked;
