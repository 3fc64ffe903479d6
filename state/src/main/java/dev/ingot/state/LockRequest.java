package dev.ingot.state;

import java.time.Duration;

/**
 * How a state is to be locked.
 *
 * @param operation what for, such as {@code OperationTypeApply}
 * @param info more about it; may be empty
 * @param timeout how long to wait for another holder; zero for not at all
 * @param locking whether to lock at all ({@code -lock=false})
 */
public record LockRequest(String operation, String info, Duration timeout, boolean locking) {
  /** Locks at once or fails. */
  public static LockRequest of(String operation) {
    return new LockRequest(operation, "", Duration.ZERO, true);
  }
}
