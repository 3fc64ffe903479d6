/** Image layers as directories: unpacking, white-outs, merging, the cache of roots. */
@NullMarked
package dev.ingot.platform.image;

import org.jspecify.annotations.NullMarked;
