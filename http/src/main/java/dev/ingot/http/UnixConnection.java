package dev.ingot.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** A connection over a Unix socket. A read that times out closes it. */
public final class UnixConnection implements Connection {
  private final SocketChannel channel;
  private final Watchdog.Guard reading;
  private final Watchdog.Guard writing;

  /** Over an open channel. */
  public UnixConnection(SocketChannel channel, Watchdog watchdog) {
    this.channel = channel;
    this.reading = watchdog.guard(this::close);
    this.writing = watchdog.guard(this::close);
  }

  /** Connects to a socket in the file system. */
  public static UnixConnection connect(Path socket, Watchdog watchdog) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean connected = false;
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      connected = true;
      return new UnixConnection(channel, watchdog);
    } finally {
      if (!connected) {
        channel.close();
      }
    }
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
    reading.begin(timeout.toNanos());
    try {
      return channel.read(ByteBuffer.wrap(into, offset, length));
    } catch (IOException e) {
      if (reading.hasExpired()) {
        throw new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
      }
      throw e;
    } finally {
      reading.end();
    }
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    writing.begin(timeout.toNanos());
    try {
      ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      if (writing.hasExpired()) {
        throw new SocketTimeoutException("the peer does not read");
      }
      throw e;
    } finally {
      writing.end();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be done about it and nothing depends on it.
      return;
    }
  }
}
