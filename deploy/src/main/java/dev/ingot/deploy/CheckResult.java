package dev.ingot.deploy;

import java.util.List;

/**
 * The results of the conditions of one object.
 *
 * @param kind {@code resource}, {@code output_value}, {@code check} or {@code var}
 * @param address the object's address, without instance keys
 * @param objects the result for each instance
 */
public record CheckResult(String kind, String address, Status status, List<Instance> objects) {
  /** The result of a condition. */
  public enum Status {
    PASS,
    FAIL,
    ERROR,
    UNKNOWN
  }

  /** One instance of the object. */
  public record Instance(String address, Status status, List<String> failures) {
    public Instance {
      failures = List.copyOf(failures);
    }
  }

  public CheckResult {
    objects = List.copyOf(objects);
  }
}
