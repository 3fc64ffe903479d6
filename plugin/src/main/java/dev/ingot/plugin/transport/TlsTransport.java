package dev.ingot.plugin.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * A connection over mutual TLS 1.3. The engine works on both directions at once, under a lock for
 * each.
 */
public final class TlsTransport implements Transport {
  private final Transport below;
  private final SSLEngine engine;
  private final ReentrantLock writing = new ReentrantLock();
  private ByteBuffer received;
  private ByteBuffer plain;
  private final ByteBuffer sent;

  private TlsTransport(Transport below, SSLEngine engine) {
    this.below = below;
    this.engine = engine;
    int packet = engine.getSession().getPacketBufferSize();
    received = ByteBuffer.allocate(packet * 2).flip();
    plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() * 2).flip();
    sent = ByteBuffer.allocate(packet);
  }

  /**
   * Agrees on keys with a plugin.
   *
   * @param peer the certificate it announced, as DER
   * @throws IOException when it shows another one, or doesn't speak TLS 1.3; the connection below
   *     is closed then
   */
  public static TlsTransport connect(Transport below, ClientCertificate own, byte[] peer)
      throws IOException {
    TlsTransport transport = new TlsTransport(below, PinnedTls.client(own, peer));
    boolean agreed = false;
    try {
      transport.engine.beginHandshake();
      transport.agree();
      agreed = true;
      return transport;
    } finally {
      if (!agreed) {
        below.close();
      }
    }
  }

  private void agree() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrap()) {
            throw new EOFException("the plugin closed the connection while agreeing on keys");
          }
        }
        case NEED_TASK -> runTasks();
        case FINISHED, NOT_HANDSHAKING -> {
          return;
        }
      }
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Takes one record, or waits for more bytes; false at the end. */
  private boolean unwrap() throws IOException {
    plain.compact();
    SSLEngineResult result;
    try {
      result = engine.unwrap(received, plain);
    } finally {
      plain.flip();
    }
    return switch (result.getStatus()) {
      case OK -> true;
      case CLOSED -> false;
      case BUFFER_OVERFLOW -> {
        plain = larger(plain);
        yield true;
      }
      case BUFFER_UNDERFLOW -> fill();
    };
  }

  private boolean fill() throws IOException {
    if (received.limit() - received.position() == received.capacity()) {
      received = larger(received);
    }
    received.compact();
    int count;
    try {
      count = below.read(received);
    } finally {
      received.flip();
    }
    return count >= 0;
  }

  private static ByteBuffer larger(ByteBuffer buffer) throws IOException {
    if (buffer.capacity() > (1 << 20)) {
      throw new SSLException("a record is larger than TLS allows");
    }
    return ByteBuffer.allocate(buffer.capacity() * 2).put(buffer).flip();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    while (!plain.hasRemaining()) {
      if (!unwrap()) {
        return -1;
      }
      afterwards();
    }
    int count = Math.min(into.remaining(), plain.remaining());
    into.put(plain.slice(plain.position(), count));
    plain.position(plain.position() + count);
    return count;
  }

  /** What a record of the peer, such as new keys, asks of this side. */
  private void afterwards() throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> runTasks();
      case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {}
    }
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      wrap(from);
    }
  }

  private void wrap(ByteBuffer from) throws IOException {
    writing.lock();
    try {
      sent.clear();
      SSLEngineResult result = engine.wrap(from, sent);
      if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
        throw new EOFException("the connection is closed");
      }
      sent.flip();
      below.write(sent);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() {
    below.close();
  }
}
