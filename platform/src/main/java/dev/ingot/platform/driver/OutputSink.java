package dev.ingot.platform.driver;

/** Receives the output of a jailed command, line by line. */
@FunctionalInterface
public interface OutputSink {
  /** An output stream. */
  enum Stream {
    /** Standard output. */
    OUT,
    /** Standard error. */
    ERR
  }

  /**
   * Receives one line without its terminator; lines longer than 64 KiB arrive in pieces. Not called
   * concurrently.
   */
  void line(Stream stream, String line);
}
