package dev.ingot.state;

import java.util.Optional;

/** Another process holds the lock of the state. */
public final class StateLockedException extends StateException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<LockInfo> holder;

  /** Says who holds it, if that is known. */
  public StateLockedException(String message, Optional<LockInfo> holder) {
    super(message);
    this.holder = holder;
  }

  /** Who holds it, as far as it says. */
  public Optional<LockInfo> holder() {
    return holder;
  }
}
