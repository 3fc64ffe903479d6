/** Reports about a stack, as data and as JSON. */
@NullMarked
package dev.ingot.release.document;

import org.jspecify.annotations.NullMarked;
