package dev.ingot.bake.ssh;

import dev.ingot.bake.Communicator.CommunicationException;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.ssh.SshSession.Attempt;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.DurationText;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Connects to machines, waiting for those that aren't there yet: a new one refuses connections, and
 * logins, for a while.
 *
 * @param agent the socket of the SSH agent of this host
 */
public record SshConnector(Clock clock, Optional<Path> agent) {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /**
   * Waits until a machine can be logged in to.
   *
   * @throws StepException when it can't be within the time or the attempts allowed
   */
  public SshCommunicator connect(
      String host, SshSettings settings, Source.Progress progress, Cancellation cancellation)
      throws StepException, CommunicationException, InterruptedException {
    Duration pause = settings.patience().before();
    if (pause.isPositive() && cancellation.await(pause)) {
      throw new InterruptedException();
    }
    SshCommunicator communicator =
        new SshCommunicator(
            () -> session(host, settings, progress, cancellation), settings.session());
    communicator.connect();
    return communicator;
  }

  private SshSession session(
      String host, SshSettings settings, Source.Progress progress, Cancellation cancellation)
      throws StepException, InterruptedException {
    SshSettings.Patience patience = settings.patience();
    String where = SshSession.describe(host, settings);
    progress.note("waiting for SSH: " + where);
    Instant end = clock.instant().plus(patience.connect());
    int refused = 0;
    for (int tries = 1; ; tries++) {
      switch (SshSession.open(host, settings, agent)) {
        case Attempt.Connected(SshSession session) -> {
          return session;
        }
        case Attempt.Failed(boolean answered, String why) -> {
          refused += answered ? 1 : 0;
          if (refused >= patience.attempts()) {
            throw new StepException(
                where
                    + " answers, but refused the connection "
                    + refused
                    + " times (ssh_handshake_attempts): "
                    + why
                    + ".");
          }
          if (!clock.instant().plus(BETWEEN).isBefore(end)) {
            throw new StepException(
                where
                    + " could not be reached within "
                    + DurationText.text(patience.connect())
                    + " (ssh_timeout); the last of "
                    + tries
                    + (tries == 1 ? " attempt: " : " attempts: ")
                    + why
                    + ".");
          }
        }
      }
      if (cancellation.await(BETWEEN)) {
        throw new InterruptedException();
      }
    }
  }
}
