package dev.ingot.state;

/** A place where one state lives: a backend, and a workspace of it. */
public interface StateStore {
  /** Where it is, for messages. */
  String location();

  /**
   * Reads without a lock and without changing anything. A leftover journal is applied.
   *
   * @throws StateFormatException if what is there is not a state
   * @throws StateException if it cannot be read
   */
  StateReading read();

  /**
   * Locks the state and begins a session of writing. A leftover journal is applied to a new
   * snapshot first.
   *
   * @throws StateLockedException if another process holds the lock until the timeout
   * @throws StateFormatException if what is there is not a state
   * @throws StateException if it cannot be read or written
   */
  StateSession open(LockRequest request);

  /**
   * Opens the lock of another process.
   *
   * @param id the id of its lock
   * @throws StateException if it is not locked, or under another id
   */
  void forceUnlock(String id);
}
