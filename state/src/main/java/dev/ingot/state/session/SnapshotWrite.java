package dev.ingot.state.session;

import java.util.Optional;

/**
 * A snapshot to be written, and what must hold for it to be.
 *
 * @param content the bytes
 * @param serial of the state in it
 * @param lineage of the state in it
 * @param expected the version of what it replaces; empty where there was nothing. A store that can
 *     refuses to replace anything else
 * @param token the fencing token of the lease it is written under; zero without one. A store that
 *     can refuses one lower than the highest it has seen
 */
@SuppressWarnings(
    "ArrayRecordComponent") // never compared; a state may be large, so it is not copied
public record SnapshotWrite(
    byte[] content, long serial, String lineage, Optional<String> expected, long token) {}
