package dev.ingot.platform.balancer;

import dev.ingot.http.Framing;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpReader;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.RequestHead;
import dev.ingot.http.ResponseHead;
import dev.ingot.http.TcpConnection;
import dev.ingot.platform.api.BalancerSpec;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Relays a backend's answer to the client. An answer that fits is buffered until it is complete, so
 * that the client gets all of it, or else another backend's. One that is larger, or arrives slowly
 * (events, a followed log), is streamed.
 */
final class ResponseRelay {
  /** An answer without a length may be a stream that a client is waiting for. */
  private static final Duration MAX_HOLD = Duration.ofMillis(500);

  private final TcpConnection client;
  private final RequestHead request;
  private final Headers headers;
  private final Framing framing;
  private final boolean keepClient;
  private boolean committed;
  private boolean delimitedByClose;

  ResponseRelay(
      TcpConnection client,
      RequestHead request,
      Headers headers,
      Framing framing,
      boolean keepClient) {
    this.client = client;
    this.request = request;
    this.headers = headers;
    this.framing = framing;
    this.keepClient = keepClient;
  }

  /** Whether any of the answer has been sent to the client. */
  boolean isCommitted() {
    return committed;
  }

  /** Whether the client can tell where the answer ends. */
  boolean keepsConnection() {
    return !delimitedByClose;
  }

  /**
   * Relays the answer.
   *
   * @return why the backend did not send all of it; empty when it did
   * @throws IOException when the client is gone
   */
  Optional<String> relay(
      HttpReader.Body body,
      ResponseHead response,
      BalancerSpec.Settings settings,
      BufferBudget budget)
      throws IOException {
    try (HoldBuffer held = new HoldBuffer(settings.bufferBytes(), budget)) {
      Optional<String> broken = hold(body, held, response, settings);
      if (broken.isPresent()) {
        return broken;
      }
      if (body.isComplete()) {
        whole(response, held);
        return Optional.empty();
      }
      begin(response, held);
    }
    return passOn(body, settings);
  }

  private Optional<String> hold(
      HttpReader.Body body,
      HoldBuffer held,
      ResponseHead response,
      BalancerSpec.Settings settings) {
    boolean events =
        response.headers().first("content-type").orElse("").startsWith("text/event-stream");
    if (events
        || (framing instanceof Framing.Length(long bytes) && bytes > settings.bufferBytes())) {
      return Optional.empty();
    }
    boolean bounded = framing instanceof Framing.Length;
    long until = System.nanoTime() + MAX_HOLD.toNanos();
    try {
      while (!body.isComplete() && held.makeRoom()) {
        long left = until - System.nanoTime();
        if (!bounded && left <= 0) {
          return Optional.empty();
        }
        Duration timeout = bounded ? settings.responseTimeout() : Duration.ofNanos(left);
        int count = body.read(held.array(), held.size(), held.room(), timeout);
        if (count > 0) {
          held.added(count);
        }
      }
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      return bounded ? Optional.of("it stopped in the middle of its answer") : Optional.empty();
    } catch (IOException e) {
      return Optional.of("it closed the connection in the middle of its answer");
    }
  }

  private void whole(ResponseHead response, HoldBuffer held) throws IOException {
    boolean bodiless = framing instanceof Framing.None;
    Headers out = connection(headers);
    if (!bodiless) {
      out = out.with("Content-Length", Integer.toString(held.size()));
    } else if (response.status() != 204 && response.status() / 100 != 1) {
      // For HEAD and 304 the length describes a body that is not sent.
      Optional<String> length = response.headers().first("content-length");
      if (length.isPresent()) {
        out = out.with("Content-Length", length.get());
      }
    }
    byte[] head = HttpWriter.head(new ResponseHead(response.status(), response.reason(), 1, out));
    byte[] whole = Arrays.copyOf(head, head.length + held.size());
    System.arraycopy(held.array(), 0, whole, head.length, held.size());
    committed = true;
    client.write(whole, 0, whole.length, HttpProxy.WRITE);
  }

  private void begin(ResponseHead response, HoldBuffer held) throws IOException {
    Headers out = headers;
    boolean chunked = false;
    if (framing instanceof Framing.Length(long bytes)) {
      out = out.with("Content-Length", Long.toString(bytes));
    } else if (request.minor() == 1) {
      out = out.with("Transfer-Encoding", "chunked");
      chunked = true;
    } else {
      delimitedByClose = true;
    }
    byte[] head =
        HttpWriter.head(new ResponseHead(response.status(), response.reason(), 1, connection(out)));
    byte[] start =
        chunked
            ? HttpWriter.chunk(held.array(), 0, held.size())
            : Arrays.copyOf(held.array(), held.size());
    byte[] whole = Arrays.copyOf(head, head.length + start.length);
    System.arraycopy(start, 0, whole, head.length, start.length);
    committed = true;
    client.write(whole, 0, whole.length, HttpProxy.WRITE);
  }

  private Optional<String> passOn(HttpReader.Body body, BalancerSpec.Settings settings)
      throws IOException {
    boolean chunked = !(framing instanceof Framing.Length) && request.minor() == 1;
    byte[] chunk = new byte[32 * 1024];
    while (true) {
      int count;
      try {
        count = body.read(chunk, 0, chunk.length, settings.responseTimeout());
      } catch (IOException e) {
        return Optional.of("it closed the connection in the middle of its answer");
      }
      if (count < 0) {
        break;
      }
      byte[] out = chunked ? HttpWriter.chunk(chunk, 0, count) : chunk;
      client.write(out, 0, chunked ? out.length : count, HttpProxy.WRITE);
    }
    if (chunked) {
      byte[] last = HttpWriter.lastChunk();
      client.write(last, 0, last.length, HttpProxy.WRITE);
    }
    return Optional.empty();
  }

  private Headers connection(Headers out) {
    if (!keepClient || delimitedByClose) {
      return out.with("Connection", "close");
    }
    return request.minor() == 0 ? out.with("Connection", "keep-alive") : out;
  }
}
