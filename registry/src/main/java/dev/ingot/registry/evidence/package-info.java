/** Evidence about images: bills of materials. */
@NullMarked
package dev.ingot.registry.evidence;

import org.jspecify.annotations.NullMarked;
