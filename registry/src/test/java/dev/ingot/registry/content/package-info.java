/** Tests of the registry's content. */
@NullMarked
package dev.ingot.registry.content;

import org.jspecify.annotations.NullMarked;
