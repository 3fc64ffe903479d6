/** Bakes: from the builds of a template to versions in a registry. */
@NullMarked
package dev.ingot.bake.run;

import org.jspecify.annotations.NullMarked;
