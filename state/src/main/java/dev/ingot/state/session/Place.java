package dev.ingot.state.session;

import java.util.Optional;

/**
 * Where one state is.
 *
 * @param source what it is read from
 * @param target what it is written to; normally the same
 * @param journal the journal of changes that are not in the snapshot yet
 */
record Place(String workspace, SnapshotStore source, SnapshotStore target, JournalFile journal) {
  /** What it is written to, for messages. */
  String location() {
    return target.location(workspace);
  }

  /** The snapshot before the present one, where it is kept. */
  Optional<byte[]> before() {
    return target.before(workspace);
  }
}
