/** Tests of netrpc. */
@NullMarked
package dev.ingot.plugin.netrpc;

import org.jspecify.annotations.NullMarked;
