package dev.ingot.release.document;

import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.release.document.StatusDocument.RolloutStatus;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rollouts of a stack that have not ended, and those that keep old machines. */
public final class OpenRollouts {
  private OpenRollouts() {}

  /**
   * Reads them from the record.
   *
   * @param stack the name releases are recorded under
   */
  public static List<RolloutStatus> of(Ledger ledger, String stack, Instant now) {
    List<RolloutStatus> open = new ArrayList<>();
    boolean verified = false;
    for (Release release : ledger.releases().of(stack)) {
      if (release.outcome() == ReleaseOutcome.RUNNING) {
        add(ledger, release, now, open);
      } else if (release.outcome() == ReleaseOutcome.VERIFIED) {
        if (!verified) {
          add(ledger, release, now, open);
        }
        verified = true;
      }
      if (verified) {
        break;
      }
    }
    return open;
  }

  private static void add(Ledger ledger, Release release, Instant now, List<RolloutStatus> open) {
    RolloutRecord.read(ledger, release.id())
        .rollouts()
        .forEach((targets, rollout) -> status(release, targets, rollout, now).ifPresent(open::add));
  }

  private static Optional<RolloutStatus> status(
      Release release, String targets, Rollout rollout, Instant now) {
    Optional<Instant> kept =
        rollout.outcome().orElse(null) instanceof Outcome.Promoted(Optional<Instant> until)
            ? until.filter(now::isBefore)
            : Optional.empty();
    if (rollout.ended() && kept.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RolloutStatus(
            release.id().number(),
            targets,
            rollout.phase().name().toLowerCase(Locale.ROOT),
            Math.min(rollout.wave() + 1, rollout.waves().size()),
            rollout.waves().size(),
            rollout.waiting().map(waiting -> waiting.gate().point().word()).orElse(""),
            rollout.waiting().map(Outcome.Waiting::reason).orElse(rollout.reason()),
            kept));
  }
}
