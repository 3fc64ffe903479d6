package dev.ingot.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;

/**
 * A TCP connection. After a read that timed out it can still be written to, and, if the read had
 * less than a second, read from.
 */
public final class TcpConnection implements Connection {
  /**
   * Timed reads cost a timer each and, on platform threads, a change of the socket's mode; so those
   * with much time are left to the watchdog, which ends the input. They are its last reads anyway.
   */
  private static final int TIMED_BELOW_MILLIS = 1000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Watchdog.Guard reading;
  private final Watchdog.Guard writing;
  private final boolean client;
  private int timeoutMillis;
  private boolean answering;

  /** Over a socket that was accepted. */
  public TcpConnection(Socket socket, Watchdog watchdog) throws IOException {
    this(socket, watchdog, false);
  }

  private TcpConnection(Socket socket, Watchdog watchdog, boolean client) throws IOException {
    this.socket = socket;
    this.client = client;
    socket.setTcpNoDelay(true);
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.reading = watchdog.guard(this::endInput);
    this.writing = watchdog.guard(this::close);
  }

  /** Connects. */
  public static TcpConnection connect(
      InetAddress address, int port, Duration timeout, Watchdog watchdog) throws IOException {
    Socket socket = new Socket();
    boolean connected = false;
    try {
      socket.connect(new InetSocketAddress(address, port), (int) Math.max(1, timeout.toMillis()));
      TcpConnection connection = new TcpConnection(socket, watchdog, true);
      connected = true;
      return connection;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /** The peer. */
  public String peerAddress() {
    return socket.getInetAddress().getHostAddress();
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
    if (client) {
      acknowledge();
    }
    int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    return millis < TIMED_BELOW_MILLIS
        ? timedRead(into, offset, length, millis)
        : watchedRead(into, offset, length, timeout);
  }

  /**
   * Many servers write head and body apart and wait for the first to be acknowledged, which the
   * kernel puts off for 40 ms: where more of an answer is waited for, it is told not to.
   */
  private void acknowledge() throws IOException {
    if (answering) {
      socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
    }
    answering = true;
  }

  private int timedRead(byte[] into, int offset, int length, int millis) throws IOException {
    if (millis != timeoutMillis) {
      socket.setSoTimeout(millis);
      timeoutMillis = millis;
    }
    return in.read(into, offset, length);
  }

  @SuppressWarnings("ThreadPriorityCheck") // Only speed depends on it.
  private int watchedRead(byte[] into, int offset, int length, Duration timeout)
      throws IOException {
    if (timeoutMillis != 0) {
      socket.setSoTimeout(0);
      timeoutMillis = 0;
    }
    // Under load the bytes are there when this thread has its turn again, so nobody need wait.
    Thread.yield();
    reading.begin(timeout.toNanos());
    int count;
    try {
      count = in.read(into, offset, length);
    } finally {
      reading.end();
    }
    if (reading.hasExpired()) {
      throw new SocketTimeoutException("nothing came within " + timeout.toSeconds() + " s");
    }
    return count;
  }

  private void endInput() {
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      // Closed already.
      return;
    }
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    answering = false;
    writing.begin(timeout.toNanos());
    try {
      out.write(from, offset, length);
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
    socket.shutdownOutput();
  }

  /** Makes {@link #close} reset the connection, so that the peer notices that data is missing. */
  public void resetOnClose() {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // Closed already.
      return;
    }
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing can be done about it and nothing depends on it.
      return;
    }
  }
}
