/** Templates in the JSON that Packer read before it had a language of its own. */
@NullMarked
package dev.ingot.bake.template.legacy;

import org.jspecify.annotations.NullMarked;
