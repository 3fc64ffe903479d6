/** Tests of the registry's evidence. */
@NullMarked
package dev.ingot.registry.evidence;

import org.jspecify.annotations.NullMarked;
