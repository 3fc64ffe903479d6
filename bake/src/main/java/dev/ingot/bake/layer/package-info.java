/** Layers: the keys they are found by, the trees they hold, the reproducible archive they are. */
@NullMarked
package dev.ingot.bake.layer;

import org.jspecify.annotations.NullMarked;
