/** Who may write a state. */
@NullMarked
package dev.ingot.state.lock;

import org.jspecify.annotations.NullMarked;
