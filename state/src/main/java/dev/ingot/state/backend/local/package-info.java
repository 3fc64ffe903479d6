/** The backend {@code local}: states in files of this machine. */
@NullMarked
package dev.ingot.state.backend.local;

import org.jspecify.annotations.NullMarked;
