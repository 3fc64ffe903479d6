/** Layers: their keys, trees and reproducible archives. */
@NullMarked
package dev.ingot.bake.layer;

import org.jspecify.annotations.NullMarked;
