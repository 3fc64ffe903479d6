/** Schemas that decode a body to a value. */
@NullMarked
package dev.ingot.lang.schema;

import org.jspecify.annotations.NullMarked;
