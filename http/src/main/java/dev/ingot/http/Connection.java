package dev.ingot.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A stream connection whose every operation has a time limit. */
public interface Connection extends Closeable {
  /**
   * Reads at least one byte.
   *
   * @return how many, -1 at the end
   * @throws SocketTimeoutException when nothing came in time
   */
  int read(byte[] into, int offset, int length, Duration timeout) throws IOException;

  /**
   * Writes all of it.
   *
   * @throws SocketTimeoutException when it could not be written in time; the connection is closed
   */
  void write(byte[] from, int offset, int length, Duration timeout) throws IOException;

  /** Announces that nothing more will be written. */
  void shutdownOutput() throws IOException;

  /** Closes it; never fails. */
  @Override
  void close();
}
