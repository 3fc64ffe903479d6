package dev.ingot.state;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The journal beside a state can't be relied on: a part of it can't be read, it continues another
 * state, or it is gone although changes were in it. Nothing was changed; what there is was copied.
 */
public final class JournalDamagedException extends StateException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<Path> copy;

  /**
   * Says what is wrong and what to do.
   *
   * @param copy where the journal was copied to, if it is there and that was possible
   */
  public JournalDamagedException(String message, Optional<Path> copy) {
    super(message);
    this.copy = copy;
  }

  /** Where the journal was copied to. */
  public Optional<Path> copy() {
    return copy;
  }
}
