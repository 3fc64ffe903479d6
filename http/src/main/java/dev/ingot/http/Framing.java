package dev.ingot.http;

import java.util.List;

/** How long a body is (RFC 9112, 6.3), decided so that no two readers can disagree. */
public sealed interface Framing {
  /** No body. */
  record None() implements Framing {}

  /** A fixed number of bytes. */
  record Length(long bytes) implements Framing {}

  /** Chunked. */
  record Chunked() implements Framing {}

  /** Until the connection ends; for responses only. */
  record UntilClose() implements Framing {}

  /**
   * Of a request's body.
   *
   * @throws HttpException when it is ambiguous: both length and coding, several lengths, an unknown
   *     coding
   */
  static Framing of(RequestHead head) throws HttpException {
    Framing framing = declared(head.headers(), head.minor(), 400);
    return framing instanceof UntilClose ? new None() : framing;
  }

  /**
   * Of the body of a response to a request with this method.
   *
   * @throws HttpException when it is ambiguous
   */
  static Framing of(ResponseHead head, String method) throws HttpException {
    Framing framing = declared(head.headers(), head.minor(), 502);
    boolean none =
        method.equals("HEAD")
            || head.status() / 100 == 1
            || head.status() == 204
            || head.status() == 304;
    return none ? new None() : framing;
  }

  private static Framing declared(Headers headers, int minor, int status) throws HttpException {
    List<String> lengths = headers.all("content-length");
    if (!headers.all("transfer-encoding").isEmpty()) {
      if (!lengths.isEmpty()) {
        throw new HttpException(status, "both Content-Length and Transfer-Encoding are given");
      }
      if (minor == 0) {
        throw new HttpException(status, "Transfer-Encoding in HTTP/1.0");
      }
      if (!headers.tokens("transfer-encoding").equals(List.of("chunked"))) {
        throw new HttpException(
            status == 400 ? 501 : status, "a transfer coding other than chunked");
      }
      return new Chunked();
    }
    if (lengths.isEmpty()) {
      return new UntilClose();
    }
    String length = lengths.getFirst();
    if (lengths.size() > 1 || !length.matches("[0-9]{1,18}")) {
      throw new HttpException(status, "Content-Length is not a single number");
    }
    long bytes = Long.parseLong(length);
    return bytes == 0 ? new None() : new Length(bytes);
  }
}
