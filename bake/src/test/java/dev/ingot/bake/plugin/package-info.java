/** Tests of Packer plugins. */
@NullMarked
package dev.ingot.bake.plugin;

import org.jspecify.annotations.NullMarked;
