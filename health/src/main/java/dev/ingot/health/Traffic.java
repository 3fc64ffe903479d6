package dev.ingot.health;

/**
 * What users got from a machine, as counts that only rise; what happened between two moments is the
 * difference. A request that its user gave up says nothing about the machine and isn't counted.
 *
 * @param successes answers with a status below 400, or connections where there is no status
 * @param clientErrors answers with a status from 400 to 499
 * @param serverErrors answers with a status from 500
 * @param failures requests without a whole answer: refused, cut off, too late or not HTTP
 * @param latency the times until the heads of the answers were there
 */
public record Traffic(
    long successes, long clientErrors, long serverErrors, long failures, LatencyHistogram latency) {
  /** None. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0, LatencyHistogram.EMPTY);

  /** How many requests there were that have ended. */
  public long requests() {
    return successes + clientErrors + serverErrors + failures;
  }

  /**
   * The share of requests that a server error or no answer ended, from 0 to 1; 0 if there were
   * none.
   */
  public double errorRate() {
    return requests() == 0 ? 0 : (double) (serverErrors + failures) / requests();
  }

  /** The sum of both. */
  public Traffic plus(Traffic other) {
    return new Traffic(
        successes + other.successes,
        clientErrors + other.clientErrors,
        serverErrors + other.serverErrors,
        failures + other.failures,
        latency.plus(other.latency));
  }

  /**
   * What was added since an earlier moment. Counts that fell are taken as those of a new beginning.
   */
  public Traffic since(Traffic earlier) {
    return requests() < earlier.requests()
        ? this
        : new Traffic(
            Math.max(0, successes - earlier.successes),
            Math.max(0, clientErrors - earlier.clientErrors),
            Math.max(0, serverErrors - earlier.serverErrors),
            Math.max(0, failures - earlier.failures),
            latency.since(earlier.latency));
  }
}
