package dev.ingot.health;

import java.util.concurrent.Callable;

/**
 * The result of a check, with its evidence. If the check can't be made, it is unhealthy, never
 * healthy.
 */
public sealed interface Verdict {
  /** How much of the body of an answer is read for its evidence, in bytes. */
  int READ = 600;

  /** What was asked, for example {@code GET http://127.77.3.4:8080/healthz}. */
  String asked();

  /** What came back, for example {@code 503: database is down} or {@code connection refused}. */
  String answered();

  /** What was asked and what came back in one line, for people. */
  String evidence();

  /** Whether the check passed. */
  default boolean isHealthy() {
    return this instanceof Healthy;
  }

  /**
   * The check passed.
   *
   * @param asked what was asked
   * @param answered what came back, for example {@code 200: ok}
   */
  record Healthy(String asked, String answered) implements Verdict {
    @Override
    public String evidence() {
      return Evidence.line(asked, answered);
    }
  }

  /**
   * The check failed, or there was no answer in time.
   *
   * @param asked what was asked
   * @param answered what came back, or why nothing did
   */
  record Unhealthy(String asked, String answered) implements Verdict {
    @Override
    public String evidence() {
      return Evidence.line(asked, answered);
    }
  }

  /**
   * The target has exited and will never be healthy again.
   *
   * @param evidence how it ended, for example {@code the machine exited with 1}
   */
  record Dead(String evidence) implements Verdict {
    @Override
    public String asked() {
      return "whether it still runs";
    }

    @Override
    public String answered() {
      return evidence;
    }
  }

  /**
   * The verdict of a check, where an unexpected exception counts as unhealthy, so that repeated
   * probing continues.
   *
   * @throws InterruptedException when the thread is interrupted; that is no answer
   */
  static Verdict of(String asked, Callable<Verdict> question) throws InterruptedException {
    try {
      return question.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return new Unhealthy(asked, "the check itself failed: " + e);
    }
  }
}
