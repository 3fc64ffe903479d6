package dev.ingot.plugin.grpc;

import dev.ingot.plugin.http2.Http2Stream;
import java.io.IOException;
import java.util.Optional;

/** The messages of an answer that is a stream, as they come. Used by one thread. */
public final class GrpcMessages implements AutoCloseable {
  private final Http2Stream stream;

  GrpcMessages(Http2Stream stream) {
    this.stream = stream;
  }

  /**
   * Waits for the next message; empty after the last.
   *
   * @throws GrpcException when the plugin ended the call with an error
   * @throws IOException when it didn't end it
   */
  public Optional<byte[]> next() throws IOException, InterruptedException {
    if (!stream.await(GrpcFraming.PREFIX)) {
      GrpcFraming.requireOk(stream.headers());
      if (stream.available() > 0) {
        throw GrpcFraming.malformed("it ends in the middle of a message");
      }
      return Optional.empty();
    }
    int length = GrpcFraming.length(stream.take(GrpcFraming.PREFIX));
    if (!stream.await(length)) {
      throw GrpcFraming.malformed("it ends in the middle of a message");
    }
    return Optional.of(stream.take(length));
  }

  /** Ends the call early, if it hasn't ended. */
  @Override
  public void close() {
    stream.cancel();
  }
}
