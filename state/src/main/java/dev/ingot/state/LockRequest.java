package dev.ingot.state;

import java.time.Duration;

/**
 * How a state is to be locked.
 *
 * @param operation what for, such as {@code OperationTypeApply}
 * @param info more about it; may be empty
 * @param timeout how long to wait for another holder; zero for not at all
 * @param locking whether to lock at all ({@code -lock=false})
 * @param repair whether to continue with the readable part of a journal that is damaged or
 *     continues another state; without it such a state isn't opened
 */
public record LockRequest(
    String operation, String info, Duration timeout, boolean locking, boolean repair) {
  /** Opens no state whose journal is damaged. */
  public LockRequest(String operation, String info, Duration timeout, boolean locking) {
    this(operation, info, timeout, locking, false);
  }

  /** The same, but going on with what can be read of a damaged journal. */
  public LockRequest repairing() {
    return new LockRequest(operation, info, timeout, locking, true);
  }

  /** Locks at once or fails. */
  public static LockRequest of(String operation) {
    return new LockRequest(operation, "", Duration.ZERO, true);
  }
}
