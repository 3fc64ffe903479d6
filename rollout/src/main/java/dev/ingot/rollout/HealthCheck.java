package dev.ingot.rollout;

import java.time.Duration;
import java.util.List;

/**
 * What makes a machine healthy.
 *
 * @param probe what is asked
 * @param interval the time from one probe to the next
 * @param timeout how long one probe may take
 */
public record HealthCheck(Probe probe, Duration interval, Duration timeout) {

  /** What is asked of a machine. */
  public sealed interface Probe {
    /** A GET request that is answered with a status from 200 to 299. */
    record Http(int port, String path) implements Probe {}

    /** A connection that is accepted. */
    record Tcp(int port) implements Probe {}

    /** A command inside the machine that exits with 0. */
    record Exec(List<String> command) implements Probe {
      public Exec {
        command = List.copyOf(command);
      }
    }
  }
}
