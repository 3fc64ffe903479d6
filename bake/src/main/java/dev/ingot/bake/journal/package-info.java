/**
 * What bakes have created and not yet removed, written down so that a killed bake leaves nothing.
 */
@NullMarked
package dev.ingot.bake.journal;

import org.jspecify.annotations.NullMarked;
