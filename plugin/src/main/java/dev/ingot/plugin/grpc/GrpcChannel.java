package dev.ingot.plugin.grpc;

import dev.ingot.plugin.http2.Header;
import dev.ingot.plugin.http2.Http2Connection;
import dev.ingot.plugin.http2.Http2Exception;
import dev.ingot.plugin.http2.Http2Stream;
import dev.ingot.plugin.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes calls of one plugin. Several threads may call at once.
 *
 * <p>Calls have no deadline of their own: providers may work for hours. A caller that waits no
 * longer interrupts, and the plugin is told.
 */
public final class GrpcChannel implements AutoCloseable {
  /** The largest message that is taken or sent: what Terraform's plugin SDKs allow. */
  public static final int LARGEST_MESSAGE = 256 << 20;

  private final Http2Connection connection;

  private GrpcChannel(Http2Connection connection) {
    this.connection = connection;
  }

  /**
   * Begins to use a connection.
   *
   * @param name of the thread that reads it
   * @throws IOException when it takes nothing
   */
  public static GrpcChannel open(Transport transport, String name) throws IOException {
    return new GrpcChannel(
        Http2Connection.open(transport, name, LARGEST_MESSAGE + GrpcFraming.PREFIX));
  }

  /**
   * Makes a call with one answer.
   *
   * @param method {@code /package.Service/Method}
   * @throws GrpcException when the plugin answered with an error
   * @throws IOException when it didn't answer
   * @throws InterruptedException when interrupted; the plugin is told that the answer isn't wanted
   */
  public byte[] call(String method, byte[] request) throws IOException, InterruptedException {
    Http2Stream stream = begin(method, request);
    boolean answered = false;
    try {
      boolean _ = stream.await(Integer.MAX_VALUE);
      answered = true;
    } finally {
      if (!answered) {
        stream.cancel();
      }
    }
    return GrpcFraming.only(stream);
  }

  /**
   * The same for a call whose answer must not be lost: a thread that is interrupted goes on waiting
   * once the request is on its way.
   */
  public byte[] callToTheEnd(String method, byte[] request)
      throws IOException, InterruptedException {
    Http2Stream stream = begin(method, request);
    boolean _ = stream.awaitUninterruptibly(Integer.MAX_VALUE);
    return GrpcFraming.only(stream);
  }

  /**
   * Begins a call whose answer is a stream of messages.
   *
   * @throws IOException when the plugin doesn't take it
   */
  public GrpcMessages stream(String method, byte[] request)
      throws IOException, InterruptedException {
    return new GrpcMessages(begin(method, request));
  }

  private Http2Stream begin(String method, byte[] request)
      throws IOException, InterruptedException {
    if (request.length > LARGEST_MESSAGE) {
      throw new Http2Exception(
          Http2Exception.Reason.TOO_LARGE,
          "the request is larger than the limit of " + (LARGEST_MESSAGE >> 20) + " MiB");
    }
    byte[] framed =
        ByteBuffer.allocate(GrpcFraming.PREFIX + request.length)
            .put((byte) 0)
            .putInt(request.length)
            .put(request)
            .array();
    return connection.request(
        List.of(
            new Header(":method", "POST"),
            new Header(":scheme", "http"),
            new Header(":path", method),
            new Header(":authority", "localhost"),
            new Header("te", "trailers"),
            new Header("content-type", "application/grpc")),
        framed);
  }

  /** Whether calls can be made. */
  public boolean isOpen() {
    return connection.isOpen();
  }

  /** Ends all calls in progress and the connection. */
  @Override
  public void close() {
    connection.close();
  }
}
