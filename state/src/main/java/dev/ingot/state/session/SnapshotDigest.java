package dev.ingot.state.session;

import dev.ingot.storage.Digest;
import java.util.Optional;

/**
 * The digest of a snapshot's bytes, taken when it is first asked for: only what writes needs it,
 * and the first digest of a process takes some 5 ms. That of a large snapshot is taken at once, so
 * that its bytes are not held.
 */
final class SnapshotDigest {
  private static final int HELD_BYTES = 1 << 16;

  private Optional<byte[]> content;
  private String hex;

  private SnapshotDigest(Optional<byte[]> content, String hex) {
    this.content = content;
    this.hex = hex;
  }

  /** Of a snapshot; the empty text where there is none. */
  static SnapshotDigest of(Optional<byte[]> content) {
    SnapshotDigest digest = new SnapshotDigest(content, "");
    if (content.filter(bytes -> bytes.length > HELD_BYTES).isPresent()) {
      digest.hex();
    }
    return digest;
  }

  /** One that is known. */
  static SnapshotDigest known(String hex) {
    return new SnapshotDigest(Optional.empty(), hex);
  }

  /** In hexadecimal; empty if there is no snapshot. */
  synchronized String hex() {
    if (content.isPresent()) {
      hex = Digest.of(content.get()).hex();
      content = Optional.empty();
    }
    return hex;
  }
}
