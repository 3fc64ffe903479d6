package dev.ingot.plugin.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection without encryption. */
public final class SocketTransport implements Transport {
  private final SocketChannel channel;

  /** Over a connected channel in blocking mode, which it closes. */
  public SocketTransport(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    // A channel that meets an interrupted thread closes itself, and with it all other calls.
    boolean interrupted = Thread.interrupted();
    try {
      while (from.hasRemaining()) {
        channel.write(from);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // It is of no use any more, whatever state it is in.
    }
  }
}
