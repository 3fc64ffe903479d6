/**
 * The backend {@code inmem}: states that are gone when the command ends, for tests of programs that
 * run this one.
 */
@NullMarked
package dev.ingot.state.backend.inmem;

import org.jspecify.annotations.NullMarked;
