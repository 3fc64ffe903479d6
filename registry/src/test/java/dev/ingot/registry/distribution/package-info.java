@NullMarked
package dev.ingot.registry.distribution;

import org.jspecify.annotations.NullMarked;
