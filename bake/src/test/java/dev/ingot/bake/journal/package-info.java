/** Tests of the journal of bakes. */
@NullMarked
package dev.ingot.bake.journal;

import org.jspecify.annotations.NullMarked;
