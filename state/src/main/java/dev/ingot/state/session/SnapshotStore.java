package dev.ingot.state.session;

import dev.ingot.state.StateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a backend keeps the snapshots of its states, one for each workspace. All that a backend has
 * to do is here and in {@link Lease}; journals, recovery and sessions are built on them, the same
 * for every backend.
 *
 * <p>Every method may block as long as the backend's own timeout, and fails with a {@link
 * StateException} that says what is wrong, where, and what to do. Safe for use by several threads.
 */
public interface SnapshotStore {
  /** Where the state of a workspace is, for messages. */
  String location(String workspace);

  /** The snapshot; empty if there is none. */
  Optional<Snapshot> read(String workspace);

  /**
   * The snapshot before the present one, where the store keeps it: what is offered, or taken, when
   * the present one is damaged.
   */
  Optional<byte[]> before(String workspace);

  /**
   * Tells one snapshot from another without reading it, such as an entity tag; empty if there is
   * none, or an empty one.
   */
  Optional<String> version(String workspace);

  /**
   * Replaces the snapshot, all at once: whoever reads sees the one before or this one, never a
   * part, even when the process dies. It is durable on return.
   *
   * @return the version of what was written
   * @throws StateException if it was not written, or may not have been; the one before is whole
   */
  String write(String workspace, SnapshotWrite write);

  /**
   * Notes with the snapshot that its changes are in a journal from now on, so that a program that
   * knows nothing of journals doesn't take it for the present state, even when this process dies;
   * until it is written, or released. Nothing where no other program gets at the snapshot.
   *
   * @return the version it has then
   */
  default Optional<String> hold(String workspace) {
    return version(workspace);
  }

  /**
   * Takes back what {@link #hold} did.
   *
   * @return the version it has then
   */
  default Optional<String> release(String workspace) {
    return version(workspace);
  }

  /** Whether the snapshot was held when it was read last: there must be a journal then. */
  default boolean wasHeld(String workspace) {
    return false;
  }

  /** Deletes the snapshot with all that belongs to it; nothing if there is none. */
  void delete(String workspace);

  /** The workspaces that have a place for a state here, without the default one, by name. */
  List<String> workspaces();

  /**
   * After how long a change that is only in this machine's journal is written to the store while a
   * session goes on; empty where the journal is as safe as the snapshot.
   */
  default Optional<Duration> interval() {
    return Optional.empty();
  }
}
