package dev.ingot.release;

import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The release that a rollback redeploys.
 *
 * @param release empty if there is none to roll back to
 * @param reason why there is none; else empty
 */
record RollbackTarget(Optional<Release> release, String reason) {
  /**
   * Chooses it: the requested one, else the verified release before the present one.
   *
   * @param all the releases of the stack, the newest first
   * @throws RequestException if the requested one doesn't exist
   */
  static RollbackTarget of(List<Release> all, OptionalLong requested) throws RequestException {
    if (requested.isPresent()) {
      return new RollbackTarget(Optional.of(named(all, requested.getAsLong())), "");
    }
    List<Release> verified =
        all.stream().filter(release -> release.outcome() == ReleaseOutcome.VERIFIED).toList();
    if (verified.size() < 2) {
      return none(
          "There is no earlier verified release to roll back to. To list all: ingot history.");
    }
    Release present = verified.getFirst();
    // A rollback is a release, too: its predecessor is that of the release it restored.
    long before = present.rollbackOf().orElse(present.id().number());
    return verified.stream()
        .filter(release -> release.id().number() < before && release.rollbackOf().isEmpty())
        .findFirst()
        .map(release -> new RollbackTarget(Optional.of(release), ""))
        .orElseGet(
            () ->
                none(
                    "There is no verified release before release "
                        + before
                        + ". To redeploy another one: ingot rollback -to=RELEASE, with a number"
                        + " that ingot history lists."));
  }

  private static RollbackTarget none(String reason) {
    return new RollbackTarget(Optional.empty(), reason);
  }

  private static Release named(List<Release> all, long number) throws RequestException {
    return all.stream()
        .filter(release -> release.id().number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new RequestException(
                    "there is no release " + number + "; to list releases: ingot history"));
  }
}
