/** Ephemeral resources of one run: opened when they are needed, renewed, closed after their use. */
@NullMarked
package dev.ingot.deploy.ephemeral;

import org.jspecify.annotations.NullMarked;
