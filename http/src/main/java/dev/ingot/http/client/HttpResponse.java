package dev.ingot.http.client;

import dev.ingot.http.Headers;
import dev.ingot.http.HttpWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a server answered, whatever its status. */
public final class HttpResponse {
  private static final int SHOWN = 200;

  private final URI uri;
  private final int status;
  private final String reason;
  private final Headers headers;
  private final byte[] body;

  /**
   * A response.
   *
   * @param uri where the last redirect led
   * @param body must not change
   */
  public HttpResponse(URI uri, int status, String reason, Headers headers, byte[] body) {
    this.uri = uri;
    this.status = status;
    this.reason = reason;
    this.headers = headers;
    this.body = body;
  }

  /** Where the last redirect led. */
  public URI uri() {
    return uri;
  }

  /** Three digits. */
  public int status() {
    return status;
  }

  /** The header fields. */
  public Headers headers() {
    return headers;
  }

  /** The body, not to be changed; empty where it was written to a file. */
  public byte[] body() {
    return body;
  }

  /** Whether the request was carried out: a status of 200 to 299. */
  public boolean isSuccessful() {
    return status / 100 == 2;
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The media type, without parameters and in lower case; empty if it isn't given. */
  public String mediaType() {
    String type = headers.first("content-type").orElse("");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon))
        .strip()
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** The status for people: {@code 404 Not Found}. */
  public String statusText() {
    return status + " " + (reason.isBlank() ? HttpWriter.reason(status) : printable(reason));
  }

  /** The beginning of a body that is plain text, on one line; empty if it is something else. */
  public Optional<String> excerpt() {
    String type = mediaType();
    boolean plain = type.equals("text/plain") || type.endsWith("json") || type.isEmpty();
    String start =
        printable(new String(body, 0, Math.min(body.length, SHOWN * 4), StandardCharsets.UTF_8));
    return plain && !start.isEmpty()
        ? Optional.of(start.length() > SHOWN ? start.substring(0, SHOWN) + "…" : start)
        : Optional.empty();
  }

  private static String printable(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), SHOWN * 4));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blank = c <= ' ' || Character.isISOControl(c) || c == '\ufffd';
      if (!blank) {
        line.append(c);
      } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.toString().strip();
  }

  @Override
  public String toString() {
    return statusText() + " from " + Origin.shown(uri);
  }
}
