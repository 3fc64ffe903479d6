/**
 * Sessions of writing a state, the same for every backend: a journal on this machine, recovery, and
 * two narrow interfaces that a backend implements, {@link SnapshotStore} and {@link Lease}.
 */
@NullMarked
package dev.ingot.state.session;

import org.jspecify.annotations.NullMarked;
