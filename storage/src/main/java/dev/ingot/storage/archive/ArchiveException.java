package dev.ingot.storage.archive;

import java.io.IOException;

/** An archive is malformed, leads out of its folder or is too large; says what it has. */
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * With the problem.
   *
   * @param problem to follow the name of the archive
   */
  public ArchiveException(String problem) {
    super(problem);
  }
}
