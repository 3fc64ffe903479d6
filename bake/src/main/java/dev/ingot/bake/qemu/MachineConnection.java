package dev.ingot.bake.qemu;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.ssh.SshCommunicator;
import dev.ingot.bake.ssh.SshSettings;
import dev.ingot.bake.winrm.WinRmCommunicator;
import dev.ingot.bake.winrm.WinRmSettings;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Connects to a machine that is booting.
 *
 * @param either ends the wait, also when the machine has ended
 */
record MachineConnection(
    QemuBuilder.Host host, QemuSettings settings, Source.Progress progress, Cancellation either) {
  private static final Duration TRY = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofMillis(250);

  /**
   * Connects.
   *
   * @param asked whether QEMU can tell when the machine takes connections
   */
  Communicator open(RunningQemu qemu, MachineLogin.Way way, boolean asked, HeldParts held)
      throws StepException, IOException, InterruptedException {
    if (asked) {
      awaitGuest(qemu, way);
    }
    return switch (way) {
      case MachineLogin.Way.Ssh(SshSettings ssh) -> {
        SshCommunicator connected =
            host.connector().connect(ssh.host().orElse("127.0.0.1"), ssh, progress, either);
        held.add(connected::close);
        yield connected;
      }
      case MachineLogin.Way.WinRm(WinRmSettings windows) -> {
        WinRmCommunicator connected = host.windows().connect(windows, progress, either);
        held.add(connected::close);
        yield connected;
      }
    };
  }

  /**
   * Waits until the guest takes a connection: what is sent to it before would only be sent again
   * after ever longer pauses.
   */
  private void awaitGuest(RunningQemu qemu, MachineLogin.Way at)
      throws StepException, InterruptedException {
    Instant end = host.surroundings().clock().instant().plus(at.patience());
    progress.note("waiting for the machine to take connections");
    while (!qemu.accepts(at.port(), TRY, either)) {
      if (!host.surroundings().clock().instant().isBefore(end)) {
        throw new StepException(
            "The machine took no connection at port "
                + settings.network().guestPort()
                + " (forwarded from 127.0.0.1:"
                + at.port()
                + ") within "
                + DurationText.text(at.patience())
                + " ("
                + at.type()
                + "_timeout).");
      }
      if (either.await(BETWEEN)) {
        throw new InterruptedException();
      }
    }
  }
}
