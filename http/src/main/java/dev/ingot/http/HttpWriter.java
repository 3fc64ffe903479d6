package dev.ingot.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Messages as bytes. */
public final class HttpWriter {
  /** The end of a body in chunks. */
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private HttpWriter() {}

  /** A request's head; always HTTP/1.1. */
  public static byte[] head(RequestHead head) {
    StringBuilder text = new StringBuilder(512);
    text.append(head.method()).append(' ').append(head.target()).append(" HTTP/1.1\r\n");
    return fields(text, head.headers());
  }

  /** A response's head; always HTTP/1.1. */
  public static byte[] head(ResponseHead head) {
    StringBuilder text = new StringBuilder(512);
    text.append("HTTP/1.1 ").append(head.status()).append(' ').append(clean(head.reason()));
    return fields(text.append("\r\n"), head.headers());
  }

  private static byte[] fields(StringBuilder text, Headers headers) {
    for (Headers.Field field : headers.fields()) {
      text.append(field.name()).append(": ").append(clean(field.value())).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A value never ends its line, whatever it contains. */
  private static String clean(String value) {
    return HttpReader.isFieldValue(value)
        ? value
        : value.replaceAll("[^\\t\\x20-\\x7e\\x80-\\xff]", " ");
  }

  /** One chunk of a body; nothing for no bytes, since that would end the body. */
  public static byte[] chunk(byte[] from, int offset, int length) {
    if (length == 0) {
      return new byte[0];
    }
    byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + size.length + 2);
    out.write(size, 0, size.length);
    out.write(from, offset, length);
    out.write('\r');
    out.write('\n');
    return out.toByteArray();
  }

  /** The end of a body in chunks. */
  public static byte[] lastChunk() {
    return LAST_CHUNK.clone();
  }

  /** The standard reason phrase of a status. */
  public static String reason(int status) {
    return switch (status) {
      case 100 -> "Continue";
      case 200 -> "OK";
      case 201 -> "Created";
      case 204 -> "No Content";
      case 301 -> "Moved Permanently";
      case 302 -> "Found";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 417 -> "Expectation Failed";
      case 423 -> "Locked";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      case 505 -> "HTTP Version Not Supported";
      case 507 -> "Insufficient Storage";
      default -> status < 300 ? "OK" : "Error";
    };
  }
}
