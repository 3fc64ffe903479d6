/** Texts with Go templates in them: how they are read and filled. */
@NullMarked
package dev.ingot.bake.gotext;

import org.jspecify.annotations.NullMarked;
