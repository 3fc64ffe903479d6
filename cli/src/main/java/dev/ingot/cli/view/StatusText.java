package dev.ingot.cli.view;

import dev.ingot.release.document.StatusDocument;
import dev.ingot.release.document.StatusDocument.BalancerStatus;
import dev.ingot.release.document.StatusDocument.MachineStatus;
import dev.ingot.release.document.StatusDocument.RolloutStatus;
import java.time.Duration;
import java.time.Instant;

/** A status as tables. */
public final class StatusText {
  private StatusText() {}

  /**
   * The tables, one below the other.
   *
   * @param now when it is, for the age of machines
   */
  public static String of(StatusDocument status, Instant now) {
    if (status.isEmpty()) {
      return "Nothing is running.";
    }
    Table rollouts = new Table("ROLLOUT", "RELEASE", "PHASE", "WAVE", "WAITING FOR", "REASON");
    for (RolloutStatus rollout : status.rollouts()) {
      rollouts.row(
          rollout.targets(),
          Long.toString(rollout.release()),
          rollout
              .keptUntil()
              .map(until -> "old machines kept until " + until)
              .orElse(rollout.phase()),
          rollout.wave() + " of " + rollout.waves(),
          rollout.waiting().isEmpty() ? "" : "confirmation (" + rollout.waiting() + ")",
          rollout.reason());
    }
    String before = rollouts.isEmpty() ? "" : rollouts.text() + "\n\n";
    Table machines = new Table("MACHINE", "AT", "IMAGE", "STATE", "HEALTH", "AGE");
    for (MachineStatus machine : status.machines()) {
      machines.row(
          machine.name(),
          machine.address(),
          // A version's name is shorter than what is left of a digest.
          machine.image().startsWith("sha256:") ? Table.digest(machine.image()) : machine.image(),
          machine.state(),
          machine.health(),
          Table.duration(Duration.between(machine.created(), now)));
    }
    Table balancers =
        new Table("BALANCER", "LISTENS ON", "BACKENDS", "HEALTHY", "REQUESTS", "FAILED");
    for (BalancerStatus balancer : status.balancers()) {
      balancers.row(
          balancer.name(),
          "127.0.0.1:" + balancer.port(),
          Long.toString(balancer.backends()),
          Long.toString(balancer.healthy()),
          Long.toString(balancer.requests()),
          Long.toString(balancer.failed()));
    }
    return before + machines.text() + (balancers.isEmpty() ? "" : "\n\n" + balancers.text());
  }
}
