package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.ledger.Release;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.repave.Rebuild;
import dev.ingot.release.repave.Repave;
import dev.ingot.release.upkeep.Upkeep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What runs of a stack, and how it differs from what was released.
 *
 * @param running the release that runs; empty if none does
 * @param upkeep what the folder's settings say now
 * @param machines the instances that rollouts replace, by address
 * @param findings what isn't as it should be, by address
 * @param due the machines that are to be replaced although nothing is wrong with them
 * @param outdated the images that should be baked again: their base has a newer version, or they
 *     have vulnerabilities
 */
public record Survey(
    Optional<Release> running,
    Upkeep upkeep,
    List<Machine> machines,
    List<Finding> findings,
    List<Repave.Due> due,
    List<Rebuild.Wanted> outdated) {
  public Survey {
    machines = List.copyOf(machines);
    findings = List.copyOf(findings);
    due = List.copyOf(due);
    outdated = List.copyOf(outdated);
  }

  /**
   * One machine.
   *
   * @param image the version it runs, or what is known of it; empty if nothing is
   * @param born when it was created, if that is known
   * @param domain its failure domain; may be empty
   * @param health what a check says of it
   */
  public record Machine(
      InstanceAddress address,
      String image,
      Optional<Instant> born,
      String domain,
      Health health) {}

  /** What a check says of a machine. */
  public enum Health {
    HEALTHY,
    UNHEALTHY,
    DEAD
  }

  /** How many machines don't serve. */
  public int unavailable() {
    return (int) machines.stream().filter(one -> one.health() != Health.HEALTHY).count()
        + (int)
            findings.stream()
                .filter(one -> one.replaceable())
                .filter(one -> one.reason() == dev.ingot.release.drift.Reason.MISSING)
                .count();
  }
}
