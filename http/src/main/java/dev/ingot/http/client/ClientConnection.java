package dev.ingot.http.client;

import dev.ingot.http.Connection;
import dev.ingot.http.HttpReader;
import dev.ingot.http.Watchdog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A connection of a client, perhaps secure. What takes too long ends it. */
final class ClientConnection implements Connection {
  private final Socket plain;
  private final Watchdog.Guard guard;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private HttpReader reader;
  private boolean used;
  private boolean secured;

  ClientConnection(Socket plain, Watchdog watchdog) throws IOException {
    this.plain = plain;
    this.socket = plain;
    this.in = plain.getInputStream();
    this.out = plain.getOutputStream();
    this.reader = new HttpReader(this);
    // The plain socket is what is closed: a secure one would first say goodbye, which can block.
    this.guard = watchdog.guard(this::close);
  }

  /** The socket as it is now. */
  Socket socket() {
    return socket;
  }

  /** From now on what is written and read goes through this one. */
  void continueOn(Socket layer) throws IOException {
    this.socket = layer;
    this.secured = true;
    this.in = layer.getInputStream();
    this.out = layer.getOutputStream();
    this.reader = new HttpReader(this);
  }

  HttpReader reader() {
    return reader;
  }

  /** Whether a request was sent on it before. */
  boolean isUsed() {
    return used;
  }

  void use() {
    used = true;
  }

  /** Something other than reading and writing that may take so long. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  void within(Duration limit, Step step) throws IOException {
    guard.begin(limit.toNanos());
    try {
      step.run();
    } catch (IOException e) {
      throw explained(e, limit);
    } finally {
      guard.end();
    }
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
    guard.begin(timeout.toNanos());
    int count;
    try {
      count = in.read(into, offset, length);
    } catch (IOException e) {
      throw explained(e, timeout);
    } finally {
      guard.end();
    }
    return count;
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    guard.begin(timeout.toNanos());
    try {
      out.write(from, offset, length);
    } catch (IOException e) {
      throw explained(e, timeout);
    } finally {
      guard.end();
    }
  }

  private IOException explained(IOException e, Duration limit) {
    if (!guard.hasExpired()) {
      return e;
    }
    SocketTimeoutException late =
        new SocketTimeoutException("not within " + limit.toMillis() + " ms");
    late.initCause(e);
    return late;
  }

  /** Whether the server has sent something that nobody asked for: no response may begin with it. */
  boolean hasUnasked() {
    try {
      return reader.takeBuffered().length > 0
          || (!secured && plain.getInputStream().available() > 0);
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Whether the server has not ended it, as far as that can be seen: it has nothing to say before
   * it is asked.
   */
  boolean isQuiet() {
    try {
      plain.setSoTimeout(1);
      try {
        int _ = in.read();
        return false;
      } catch (SocketTimeoutException e) {
        return true;
      } finally {
        plain.setSoTimeout(0);
      }
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() {
    guard.close();
    try {
      plain.close();
    } catch (IOException e) {
      // Nothing can be done about it and nothing depends on it.
      return;
    }
  }
}
