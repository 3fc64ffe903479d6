package dev.ingot.platform.api;

/** The answer to a {@link HealthCheck}. */
public sealed interface Health {
  /** What was asked, for example {@code GET http://127.77.3.4:8080/healthz}. */
  String asked();

  /** What came back, for example {@code 503: database is down} or {@code connection refused}. */
  String answered();

  /** The machine is well. */
  record Healthy(String asked, String answered) implements Health {}

  /** The machine is not well, or said nothing in time. */
  record Unhealthy(String asked, String answered) implements Health {}

  /** Whether it is well. */
  default boolean isHealthy() {
    return this instanceof Healthy;
  }
}
