package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateLockedException;
import java.nio.file.Path;
import java.time.Duration;

/** The locks of states on this machine. */
public interface Locks {
  /**
   * Locks a state, waiting for another holder to end. The lock of a process that has died is taken
   * over.
   *
   * @throws StateLockedException if another process still holds it after the timeout
   * @throws StateException if it can't be locked
   */
  HeldLock acquire(Path state, LockInfo info, Duration timeout);

  /**
   * Takes the right to write away from who has it.
   *
   * @throws StateException if it isn't locked, or under another id
   */
  void force(Path state, String id);

  /**
   * To be called after this process has read a state: closing a file ends the locks of the process
   * on it, whoever holds them, so they are taken again.
   *
   * @throws StateLockedException if another program has locked the file meanwhile
   */
  default void afterReading(Path state) {}

  /** A lock while it is held. */
  interface HeldLock extends AutoCloseable {
    /** What it says about its holder. */
    LockInfo info();

    /** Higher than that of every holder before. */
    long token();

    /**
     * Checks that no other process has taken the lock.
     *
     * @throws StateFencedException if one has
     */
    void verify();

    /** Locks a file that is about to take the state's name. */
    void follow(Path replacement);

    /**
     * Shuts out, once more, programs that know only of locks on the state file itself. Needed after
     * this process has read the file: closing a file ends the locks of the process on it.
     *
     * @throws StateLockedException if one of them has locked it
     */
    void lockStateFile();

    /** Unlocks; never fails. */
    @Override
    void close();
  }
}
