package dev.ingot.state.session;

import java.util.Optional;

/**
 * A snapshot to be written, and what must hold for it to be.
 *
 * @param text the bytes
 * @param serial of the state in it
 * @param lineage of the state in it
 * @param expected the version of what it replaces; empty where there was nothing. A store that can
 *     refuses to replace anything else
 * @param token the fencing token of the lease it is written under; zero without one. A store that
 *     can refuses one lower than the highest it has seen
 */
public record SnapshotWrite(
    SnapshotContent text, long serial, String lineage, Optional<String> expected, long token) {
  /** Of bytes that are there already; not copied. */
  public SnapshotWrite(
      byte[] content, long serial, String lineage, Optional<String> expected, long token) {
    this(SnapshotContent.of(content), serial, lineage, expected, token);
  }

  /** All of the bytes at once; not to be changed. */
  public byte[] content() {
    return text.bytes();
  }
}
