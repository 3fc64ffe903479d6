package dev.ingot.release.record;

import dev.ingot.deploy.Plan;
import dev.ingot.storage.Digest;

/** What tells one plan from another in a record. */
public final class PlanDigest {
  private PlanDigest() {}

  /** The digest of a plan. */
  public static String of(Plan plan) {
    Digest.Hasher digest = Digest.hasher().update(plan.configuration().digest());
    plan.changes().forEach(change -> digest.update(change.toString()));
    return digest.digest().toString();
  }
}
