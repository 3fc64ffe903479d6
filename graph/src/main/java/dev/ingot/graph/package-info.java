/** A directed acyclic graph: building, cycles, reduction, concurrent walk with a limit, cancel. */
@NullMarked
package dev.ingot.graph;

import org.jspecify.annotations.NullMarked;
