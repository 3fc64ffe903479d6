/** Data sources that come with Ingot. */
@NullMarked
package dev.ingot.bake.data;

import org.jspecify.annotations.NullMarked;
