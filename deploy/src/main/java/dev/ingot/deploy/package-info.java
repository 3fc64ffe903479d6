/** Configurations: references, graph, plan, apply. */
@NullMarked
package dev.ingot.deploy;

import org.jspecify.annotations.NullMarked;
