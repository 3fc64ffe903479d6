/** Types, values, conversion between them: one algebra with null, unknown and marks. */
@NullMarked
package dev.ingot.lang.value;

import org.jspecify.annotations.NullMarked;
