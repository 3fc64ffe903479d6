package dev.ingot.http;

/**
 * A request without its body.
 *
 * @param method as sent; case-sensitive
 * @param target as sent
 * @param minor the minor version, 0 or 1
 * @param headers its header fields
 */
public record RequestHead(String method, String target, int minor, Headers headers) {
  /** Whether the connection may be used again after the answer. */
  public boolean keepAlive() {
    return Persistence.keepAlive(minor, headers);
  }

  /** Whether sending it twice has the same effect as once (RFC 9110, 9.2.2). */
  public boolean isIdempotent() {
    return switch (method) {
      case "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE" -> true;
      default -> false;
    };
  }
}
