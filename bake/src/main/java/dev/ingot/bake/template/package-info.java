/** Templates as written: their files, blocks, variables and scopes. */
@NullMarked
package dev.ingot.bake.template;

import org.jspecify.annotations.NullMarked;
