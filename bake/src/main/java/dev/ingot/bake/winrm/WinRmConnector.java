package dev.ingot.bake.winrm;

import dev.ingot.bake.Communicator.CommunicationException;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.Watchdog;
import dev.ingot.lang.DurationText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Connects to Windows machines, waiting for those that aren't there yet. */
public record WinRmConnector(Clock clock, RandomGenerator random) {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  /** A new machine refuses its own user until it is set up; after these it won't change. */
  private static final int REFUSALS = 30;

  /**
   * Waits until a machine runs a command.
   *
   * @param settings with a host
   * @throws StepException when it doesn't within the time allowed
   */
  public WinRmCommunicator connect(
      WinRmSettings settings, Source.Progress progress, Cancellation cancellation)
      throws StepException, InterruptedException {
    if (settings.before().isPositive() && cancellation.await(settings.before())) {
      throw new InterruptedException();
    }
    progress.note("waiting for WinRM: " + settings);
    Watchdog watchdog = new Watchdog();
    boolean done = false;
    try {
      WinRmCommunicator communicator = new WinRmCommunicator(settings, watchdog, clock, random);
      await(communicator, settings, cancellation);
      done = true;
      return communicator;
    } finally {
      if (!done) {
        watchdog.close();
      }
    }
  }

  private void await(
      WinRmCommunicator communicator, WinRmSettings settings, Cancellation cancellation)
      throws StepException, InterruptedException {
    Instant end = clock.instant().plus(settings.timeout());
    int refusals = 0;
    for (int tries = 1; ; tries++) {
      String why;
      try {
        communicator.probe(cancellation);
        return;
      } catch (CommunicationException e) {
        why = String.valueOf(e.getMessage());
      } catch (WinRmFault e) {
        why = String.valueOf(e.getMessage());
        refusals += e.isLogin() ? 1 : 0;
      } catch (IOException e) {
        why = IoMessage.of(e);
      }
      if (refusals >= REFUSALS || !clock.instant().plus(BETWEEN).isBefore(end)) {
        throw new StepException(
            settings
                + " could not be used"
                + (refusals >= REFUSALS
                    ? ": it refused the login " + refusals
                    : " within "
                        + DurationText.text(settings.timeout())
                        + " (winrm_timeout); the last of "
                        + tries)
                + (tries == 1 ? " attempt: " : refusals >= REFUSALS ? " times: " : " attempts: ")
                + why
                + ".");
      }
      if (cancellation.await(BETWEEN)) {
        throw new InterruptedException();
      }
    }
  }
}
