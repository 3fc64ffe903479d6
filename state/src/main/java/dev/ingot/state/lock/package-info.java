/** Locks of states. */
@NullMarked
package dev.ingot.state.lock;

import org.jspecify.annotations.NullMarked;
