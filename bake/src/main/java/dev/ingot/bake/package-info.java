/** Templates: sources, builders, provisioners, post-processors, the layer cache. */
@NullMarked
package dev.ingot.bake;

import org.jspecify.annotations.NullMarked;
