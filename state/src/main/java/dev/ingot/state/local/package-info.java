/** A state in files of this machine. */
@NullMarked
package dev.ingot.state.local;

import org.jspecify.annotations.NullMarked;
