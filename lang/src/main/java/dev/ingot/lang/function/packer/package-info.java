/** The functions that only image templates have. */
@NullMarked
package dev.ingot.lang.function.packer;

import org.jspecify.annotations.NullMarked;
