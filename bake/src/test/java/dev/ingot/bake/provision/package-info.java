/** Tests. */
@NullMarked
package dev.ingot.bake.provision;

import org.jspecify.annotations.NullMarked;
