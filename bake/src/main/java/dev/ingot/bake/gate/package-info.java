/** Boot tests: an image is started and looked at before a channel may point to it. */
@NullMarked
package dev.ingot.bake.gate;

import org.jspecify.annotations.NullMarked;
