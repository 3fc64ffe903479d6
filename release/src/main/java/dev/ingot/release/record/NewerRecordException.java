package dev.ingot.release.record;

import dev.ingot.ledger.ReleaseId;

/** The rollouts of a release were recorded by a newer version of Ingot. */
public final class NewerRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NewerRecordException(ReleaseId release, String why) {
    super(
        "the rollout of release "
            + release.number()
            + " was recorded by a newer version of Ingot: "
            + why
            + ". Use that version, or a newer one; nothing was changed");
  }
}
