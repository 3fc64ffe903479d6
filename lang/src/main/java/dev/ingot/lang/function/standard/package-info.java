/** The functions of all subjects in one table. */
@NullMarked
package dev.ingot.lang.function.standard;

import org.jspecify.annotations.NullMarked;
