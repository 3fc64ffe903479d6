package dev.ingot.platform.driver;

/** Takes what a jailed command prints, line by line, as it comes. */
@FunctionalInterface
public interface OutputSink {
  /** Which of the two streams. */
  enum Stream {
    /** Standard output. */
    OUT,
    /** Standard error. */
    ERR
  }

  /** One line without its end; lines longer than 64 KiB come in pieces. Not called concurrently. */
  void line(Stream stream, String line);
}
