package dev.ingot.platform.http;

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

/** A TCP connection. After a read that timed out it can still be used. */
public final class TcpConnection implements Connection {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Watchdog.Guard guard;
  private final boolean client;
  private int timeoutMillis = -1;

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
    this.guard = watchdog.guard(this::close);
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
    int millis = Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE);
    if (millis != timeoutMillis) {
      socket.setSoTimeout(millis);
      timeoutMillis = millis;
    }
    if (client) {
      // Many servers write head and body apart and wait for the first to be acknowledged; without
      // this each answer of theirs costs 40 ms. The kernel forgets it, so it is said each time.
      socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
    }
    return in.read(into, offset, length);
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    guard.begin(timeout.toNanos());
    try {
      out.write(from, offset, length);
    } catch (IOException e) {
      if (guard.hasExpired()) {
        throw new SocketTimeoutException("the peer takes nothing");
      }
      throw e;
    } finally {
      guard.end();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Makes {@link #close} break the connection off, so that the peer sees that data is missing. */
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
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing can be done about it and nothing depends on it.
      return;
    }
  }
}
