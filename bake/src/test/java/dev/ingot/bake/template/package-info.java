/** Tests. */
@NullMarked
package dev.ingot.bake.template;

import org.jspecify.annotations.NullMarked;
