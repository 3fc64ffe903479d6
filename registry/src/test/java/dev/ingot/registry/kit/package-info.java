/** Registries for tests. */
@NullMarked
package dev.ingot.registry.kit;

import org.jspecify.annotations.NullMarked;
