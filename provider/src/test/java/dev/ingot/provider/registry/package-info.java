/** Tests of registries and mirrors. */
@NullMarked
package dev.ingot.provider.registry;

import org.jspecify.annotations.NullMarked;
