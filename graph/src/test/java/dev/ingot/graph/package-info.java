/** Tests of the graph. */
@NullMarked
package dev.ingot.graph;

import org.jspecify.annotations.NullMarked;
