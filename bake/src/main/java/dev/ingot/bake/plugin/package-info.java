/** Packer plugins as components of templates: processes of others, called and served. */
@NullMarked
package dev.ingot.bake.plugin;

import org.jspecify.annotations.NullMarked;
