package dev.ingot.plugin.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A connection to a plugin: bytes both ways. One thread reads and one writes at a time; closing it
 * from any thread ends a read or write that waits. The thread that reads is better no virtual one:
 * it would keep what carries it while it waits.
 */
public interface Transport extends AutoCloseable {
  /**
   * Reads what is there, at least one byte, waiting for it.
   *
   * @return the number of bytes; negative at the end
   * @throws IOException when the connection broke or was closed
   */
  int read(ByteBuffer into) throws IOException;

  /**
   * Writes all that remains in a buffer.
   *
   * @throws IOException when the connection broke or was closed
   */
  void write(ByteBuffer from) throws IOException;

  /** Closes it; a second call does nothing. */
  @Override
  void close();
}
