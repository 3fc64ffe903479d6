package dev.ingot.release.record;

import dev.ingot.deploy.Plan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells one plan from another in a record. */
public final class PlanDigest {
  private PlanDigest() {}

  /** The digest of a plan. */
  public static String of(Plan plan) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(plan.configuration().digest().getBytes(StandardCharsets.UTF_8));
      plan.changes()
          .forEach(change -> digest.update(change.toString().getBytes(StandardCharsets.UTF_8)));
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
