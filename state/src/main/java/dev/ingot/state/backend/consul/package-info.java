/**
 * The backend {@code consul}: keys of Consul's store, replaced only where they have the index that
 * was read, and the session that locks them still holds the lock.
 */
@NullMarked
package dev.ingot.state.backend.consul;

import org.jspecify.annotations.NullMarked;
