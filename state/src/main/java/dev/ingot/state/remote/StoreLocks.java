package dev.ingot.state.remote;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import java.time.Duration;
import java.util.Optional;

/**
 * The locks of a store, one for each workspace: all that a backend has to do to get a {@link
 * PolledLease}. Safe for use by several threads; every call ends within the backend's time limits.
 */
public interface StoreLocks {
  /** How an attempt to take a lock ended. */
  sealed interface Attempt {
    /**
     * It is held now.
     *
     * @param info what the store knows it by, which may have an ID the store has given
     */
    record Taken(LockInfo info) implements Attempt {}

    /**
     * Another process holds it.
     *
     * @param problem what is said of it, one line
     * @param holder who, as far as the store says
     */
    record Refused(String problem, Optional<LockInfo> holder) implements Attempt {}
  }

  /** What a store says of a lock that was taken. */
  enum Standing {
    /** It is held still. */
    HELD,
    /** It was forced open, or another process holds it. */
    LOST
  }

  /**
   * Tries to take the lock, once.
   *
   * @throws StateException if the store can't be asked; what it did is undone where possible
   */
  Attempt attempt(String workspace, LockInfo info);

  /**
   * Whether a lock is held still; asked now and then.
   *
   * @throws StateException if that can't be found out
   */
  Standing standing(String workspace, LockInfo info);

  /** How often to ask; empty if the store can't be asked. */
  Optional<Duration> checkEvery();

  /**
   * Opens the lock this process holds.
   *
   * @throws StateException if that fails
   */
  void release(String workspace, LockInfo info);

  /**
   * Opens the lock of another process.
   *
   * @throws StateException if it isn't held, or under another id
   */
  void force(String workspace, String id);

  /** A store without locks. */
  StoreLocks NONE =
      new StoreLocks() {
        @Override
        public Attempt attempt(String workspace, LockInfo info) {
          return new Attempt.Taken(info);
        }

        @Override
        public Standing standing(String workspace, LockInfo info) {
          return Standing.HELD;
        }

        @Override
        public Optional<Duration> checkEvery() {
          return Optional.empty();
        }

        @Override
        public void release(String workspace, LockInfo info) {}

        @Override
        public void force(String workspace, String id) {
          throw new StateException("This backend is configured without locks: nothing to unlock.");
        }
      };
}
