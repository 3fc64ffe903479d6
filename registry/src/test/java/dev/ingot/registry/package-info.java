/** Tests of the registry. */
@NullMarked
package dev.ingot.registry;

import org.jspecify.annotations.NullMarked;
