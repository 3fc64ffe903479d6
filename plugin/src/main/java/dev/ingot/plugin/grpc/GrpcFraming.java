package dev.ingot.plugin.grpc;

import dev.ingot.plugin.http2.Http2Exception;
import dev.ingot.plugin.http2.Http2Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How messages and the end of a call stand in an answer. */
final class GrpcFraming {
  /** The bytes before a message: whether it is compressed, and its length. */
  static final int PREFIX = 5;

  private GrpcFraming() {}

  /** The one message of a complete answer. */
  static byte[] only(Http2Stream stream) throws IOException {
    requireOk(stream.headers());
    int available = stream.available();
    if (available < PREFIX) {
      throw malformed("it contains no message");
    }
    int length = length(stream.take(PREFIX));
    if (length != available - PREFIX) {
      throw malformed(
          "it has " + (available - PREFIX) + " bytes after saying that it has " + length);
    }
    return stream.take(length);
  }

  /** The length that a prefix says. */
  static int length(byte[] prefix) throws Http2Exception {
    if (prefix[0] != 0) {
      throw malformed("it is compressed, which was not agreed");
    }
    int length = ByteBuffer.wrap(prefix, 1, 4).getInt();
    if (length < 0 || length > GrpcChannel.LARGEST_MESSAGE) {
      throw new Http2Exception(
          Http2Exception.Reason.TOO_LARGE,
          "the answer is larger than the limit of " + (GrpcChannel.LARGEST_MESSAGE >> 20) + " MiB");
    }
    return length;
  }

  static Http2Exception malformed(String what) {
    return new Http2Exception(
        Http2Exception.Reason.MALFORMED, "the plugin's answer is malformed: " + what);
  }

  /** Whether the call went well, as the trailers of a complete answer say. */
  static void requireOk(Map<String, String> headers) throws IOException {
    String http = headers.getOrDefault(":status", "");
    if (!http.equals("200")) {
      throw malformed("its HTTP status is \"" + http + "\"");
    }
    String number = headers.getOrDefault("grpc-status", "");
    GrpcStatus status =
        GrpcStatus.of(number)
            .orElseThrow(() -> malformed("it ends with the gRPC status \"" + number + "\""));
    if (status != GrpcStatus.OK) {
      throw new GrpcException(status, percentDecoded(headers.getOrDefault("grpc-message", "")));
    }
  }

  /** The text of a message, in which bytes other than printable ASCII stand as hexadecimal. */
  private static String percentDecoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
