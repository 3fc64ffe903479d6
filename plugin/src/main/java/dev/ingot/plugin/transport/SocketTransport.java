package dev.ingot.plugin.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A connection without encryption. A channel in blocking mode closes itself when it meets an
 * interrupted thread, and with it the calls of all others; so this one never blocks, and each
 * direction waits at a selector of its own, which an interrupt only wakes. Who is interrupted finds
 * the interrupt where it was once the bytes have passed.
 */
public final class SocketTransport implements Transport {
  private final SocketChannel channel;
  private final Selector readable;
  private final Selector writable;

  /**
   * Over a connected channel, which it closes.
   *
   * @throws IOException when there are no file descriptors left; the channel is closed then
   */
  public SocketTransport(SocketChannel channel) throws IOException {
    this.channel = channel;
    boolean ready = false;
    try {
      channel.configureBlocking(false);
      readable = selector(channel, SelectionKey.OP_READ);
      writable = selector(channel, SelectionKey.OP_WRITE);
      ready = true;
    } finally {
      if (!ready) {
        channel.close();
      }
    }
  }

  private static Selector selector(SocketChannel channel, int operation) throws IOException {
    Selector selector = Selector.open();
    channel.register(selector, operation);
    return selector;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = channel.read(into);
    while (count == 0 && into.hasRemaining()) {
      await(readable);
      count = channel.read(into);
    }
    return count;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    channel.write(from);
    while (from.hasRemaining()) {
      await(writable);
      channel.write(from);
    }
  }

  private static void await(Selector selector) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      selector.select(_ -> {});
    } catch (ClosedSelectorException e) {
      throw (IOException) new AsynchronousCloseException().initCause(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    close(channel);
    close(readable);
    close(writable);
  }

  private static void close(AutoCloseable closed) {
    try {
      closed.close();
    } catch (Exception _) {
      // It is of no use any more, whatever state it is in.
    }
  }
}
