/** Functions of lists, sets, maps, tuples and objects. */
@NullMarked
package dev.ingot.lang.function.collections;

import org.jspecify.annotations.NullMarked;
