/** Bakes: builds of a template from their plan to versions in a registry. */
@NullMarked
package dev.ingot.bake.run;

import org.jspecify.annotations.NullMarked;
