package dev.ingot.http.client;

import java.time.Duration;

/**
 * How long each part of a request may take.
 *
 * @param connect the name, the connection, the proxy, TLS: all together
 * @param response from the request's last byte to the response's head
 * @param idle in this time something has to move: the request's body, or a kibibyte of the
 *     response's
 */
public record Limits(Duration connect, Duration response, Duration idle) {
  /** What servers on the internet need. */
  public static final Limits USUAL =
      new Limits(Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(60));

  /** The same with another time for the response. */
  public Limits withResponse(Duration other) {
    return new Limits(connect, other, idle);
  }
}
