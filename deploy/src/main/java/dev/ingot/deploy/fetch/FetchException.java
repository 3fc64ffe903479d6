package dev.ingot.deploy.fetch;

import java.io.IOException;

/** A package can't be had; says why and what to do, without anything secret. */
public final class FetchException extends IOException {
  private static final long serialVersionUID = 1;

  /** With what is wrong. */
  public FetchException(String problem) {
    super(problem);
  }

  /**
   * With what is wrong and what to do.
   *
   * @param remedy a sentence; may be empty
   */
  public FetchException(String problem, String remedy) {
    super(remedy.isEmpty() ? problem : problem + ".\n\n" + remedy);
  }
}
