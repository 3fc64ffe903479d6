/** Tests of the platform's machines as rollouts see them. */
@NullMarked
package dev.ingot.platform.fleet;

import org.jspecify.annotations.NullMarked;
