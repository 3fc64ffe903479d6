/** Images and artifacts on their way to and from OCI registries. */
@NullMarked
package dev.ingot.registry.distribution;

import org.jspecify.annotations.NullMarked;
