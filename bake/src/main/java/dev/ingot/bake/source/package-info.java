/** Sources that need nothing but this host. */
@NullMarked
package dev.ingot.bake.source;

import org.jspecify.annotations.NullMarked;
