package dev.ingot.release;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.lang.value.Value;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseStart;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.PlanDigest;
import dev.ingot.release.record.RecordedVariables;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.stack.StackSettings;
import java.util.Map;
import java.util.Optional;

/**
 * What a release deploys.
 *
 * @param variables the values of the root module's variables, converted
 * @param settings how it is rolled out
 * @param archive what it is made from, kept with the release
 * @param held digests by {@code bucket:channel}, for an earlier release; empty to follow the
 *     channels
 * @param rollbackOf the release this returns to
 * @param resumes the release that this goes on with; empty for a new one
 * @param message what the record says about it
 */
record ReleaseContent(
    Configuration configuration,
    Map<String, Value> variables,
    StackSettings settings,
    ReleaseArchive archive,
    Map<String, String> held,
    PlanOptions options,
    Optional<Long> rollbackOf,
    Optional<ReleaseId> resumes,
    String message) {
  ReleaseContent {
    variables = Map.copyOf(variables);
    held = Map.copyOf(held);
  }

  /** The same with other settings. */
  ReleaseContent with(StackSettings other) {
    return new ReleaseContent(
        configuration, variables, other, archive, held, options, rollbackOf, resumes, message);
  }

  /**
   * What is recorded when its release starts.
   *
   * @param actor who acts, as {@code user@host}
   * @param stack the name releases are recorded under
   */
  ReleaseStart start(String actor, String stack, Plan plan) {
    return new ReleaseStart(
        actor,
        stack,
        configuration.digest(),
        RecordedVariables.recorded(configuration, variables),
        ImagesInUse.in(plan.prior()),
        PlanDigest.of(plan),
        rollbackOf,
        message);
  }
}
