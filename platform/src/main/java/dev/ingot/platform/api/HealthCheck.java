package dev.ingot.platform.api;

import java.time.Duration;
import java.util.List;

/** A question that tells whether a machine is well. */
public sealed interface HealthCheck {
  /** How long an answer may take. */
  Duration timeout();

  /**
   * A GET; well when the status is in the range.
   *
   * @param port TCP port at the machine's address
   * @param path with its query, starting with {@code /}
   * @param minStatus lowest good status
   * @param maxStatus highest good status
   * @param timeout how long the answer may take
   */
  record Http(int port, String path, int minStatus, int maxStatus, Duration timeout)
      implements HealthCheck {
    /** A GET that wants a status from 200 to 399 within a second. */
    public static Http of(int port, String path) {
      return new Http(port, path, 200, 399, Duration.ofSeconds(1));
    }
  }

  /**
   * A connection; well when it is accepted.
   *
   * @param port TCP port at the machine's address
   * @param timeout how long that may take
   */
  record Tcp(int port, Duration timeout) implements HealthCheck {}

  /**
   * A command run inside the machine; well when it exits with 0.
   *
   * @param command the command and its arguments
   * @param timeout how long it may take
   */
  record Exec(List<String> command, Duration timeout) implements HealthCheck {
    public Exec {
      command = List.copyOf(command);
    }
  }
}
