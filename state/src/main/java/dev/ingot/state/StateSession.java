package dev.ingot.state;

import java.util.List;
import java.util.Optional;

/**
 * A locked state being changed. Every change is durable when the call that makes it returns; its
 * cost doesn't depend on the size of the state. Safe for use by many threads, and fast when many
 * wait at once, since they share one write to the disk: hold no permit of a limited pool while
 * calling.
 */
public interface StateSession extends AutoCloseable {
  /** The state with all changes so far. */
  WorkingState state();

  /** Changes begun by an earlier process whose outcome is not known and not settled yet. */
  List<Unresolved> unresolved();

  /** Notices about how the state was found. */
  List<Notice> notices();

  /** The lock that is held; empty with {@code -lock=false}. */
  Optional<LockInfo> lock();

  /**
   * Writes down what a provider is about to be asked for. Call the provider only after this
   * returned.
   *
   * @throws StateException if it cannot be written; the provider must not be called then
   */
  Begun begin(Intent intent);

  /**
   * Writes down how it went and applies the changes, possibly none. Report it as complete only
   * after this returned.
   *
   * @throws StateException if it cannot be written; the changes are applied in memory all the same
   */
  void finish(Begun begun, List<Change> changes);

  /**
   * Writes down and applies changes that no provider was asked for, or whose provider has no
   * effects outside of this process.
   *
   * @throws StateException if they cannot be written; they are applied in memory all the same
   */
  void apply(List<Change> changes);

  /** Settles what an earlier process left open, with the changes that say how it turned out. */
  void settle(Unresolved unresolved, List<Change> changes);

  /**
   * Replaces everything, serial and lineage included ({@code state push}).
   *
   * @throws StateException if it cannot be written
   */
  void replace(State state);

  /**
   * Writes a snapshot if anything changed since the last one, or if there is none yet. The journal
   * is empty afterwards, but for changes begun and not finished.
   *
   * @throws StateException if it cannot be written; the journal still holds everything
   */
  void commit();

  /**
   * The same if enough was changed since the last snapshot for its cost to be small beside that of
   * the changes, however large the state is. What isn't written yet is in the journal.
   *
   * @throws StateException if it cannot be written; the journal still holds everything
   */
  default void checkpoint() {
    if (state().isWorthWriting()) {
      commit();
    }
  }

  /** Writes a snapshot if anything changed, and unlocks, even when the former fails. */
  @Override
  void close();

  /** An intent written down, to be finished once. */
  record Begun(long number, Intent intent) {}
}
