/**
 * The backend {@code kubernetes}: secrets of a namespace, locked by leases, both replaced only
 * where they have the version that was read.
 */
@NullMarked
package dev.ingot.state.backend.kubernetes;

import org.jspecify.annotations.NullMarked;
