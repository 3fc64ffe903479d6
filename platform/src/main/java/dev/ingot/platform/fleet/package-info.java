/** The machines of the embedded platform, as rollouts meet them. */
@NullMarked
package dev.ingot.platform.fleet;

import org.jspecify.annotations.NullMarked;
