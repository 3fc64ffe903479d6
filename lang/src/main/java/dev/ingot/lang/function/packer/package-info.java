/** The functions that only templates of images have. */
@NullMarked
package dev.ingot.lang.function.packer;

import org.jspecify.annotations.NullMarked;
