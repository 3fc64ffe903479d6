/** The machines of the embedded platform, as rollouts see them. */
@NullMarked
package dev.ingot.platform.fleet;

import org.jspecify.annotations.NullMarked;
