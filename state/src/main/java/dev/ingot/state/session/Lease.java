package dev.ingot.state.session;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateLockedException;
import java.time.Duration;
import java.util.Optional;

/** The right to write the state of a workspace, held by one process at a time. */
public interface Lease {
  /**
   * Takes it, waiting for another holder to end. That of a process that is known to have died, or
   * that ran out, is taken over.
   *
   * @param info who takes it and what for
   * @throws StateLockedException if another process still holds it after the timeout
   * @throws StateException if it can't be taken
   */
  Held acquire(String workspace, LockInfo info, Duration timeout);

  /**
   * Takes the right to write away from who has it.
   *
   * @param id of the lock that is to be forced open
   * @throws StateException if it isn't held, or under another id
   */
  void force(String workspace, String id);

  /** A lease while it is held. Safe for use by several threads. */
  interface Held extends AutoCloseable {
    /** What it says about its holder. */
    LockInfo info();

    /** The fencing token: higher than that of every holder before. */
    long token();

    /**
     * Checks that no other process has taken it; called before every write, so it must be quick. A
     * lease that can't be asked so often answers by when it was last renewed.
     *
     * @throws StateFencedException if one has, or if it expired
     */
    void verify();

    /** How often it has to be renewed; empty if it lasts as long as this process. */
    default Optional<Duration> renewal() {
      return Optional.empty();
    }

    /**
     * Renews it.
     *
     * @throws StateFencedException if it is lost
     * @throws StateException if that could not be found out; it is tried again
     */
    default void renew() {}

    /** Releases it; never fails. */
    @Override
    void close();
  }
}
