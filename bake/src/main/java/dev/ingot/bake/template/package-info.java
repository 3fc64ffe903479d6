/** Templates as written: their files, blocks, variables and what names mean in them. */
@NullMarked
package dev.ingot.bake.template;

import org.jspecify.annotations.NullMarked;
