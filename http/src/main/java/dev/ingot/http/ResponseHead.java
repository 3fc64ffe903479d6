package dev.ingot.http;

/**
 * A response without its body.
 *
 * @param status three digits
 * @param reason may be empty
 * @param minor the minor version, 0 or 1
 * @param headers its header fields
 */
public record ResponseHead(int status, String reason, int minor, Headers headers) {
  /** Whether the connection may be used again after the body. */
  public boolean keepAlive() {
    return Persistence.keepAlive(minor, headers);
  }

  /** Whether another response follows this one. */
  public boolean isInterim() {
    return status >= 100 && status < 200 && status != 101;
  }
}
