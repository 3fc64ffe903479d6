/** Finds out what would have to change. */
@NullMarked
package dev.ingot.deploy.plan;

import org.jspecify.annotations.NullMarked;
