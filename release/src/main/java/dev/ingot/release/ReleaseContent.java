package dev.ingot.release;

import dev.ingot.address.Target;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.lang.value.Value;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseStart;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.PlanDigest;
import dev.ingot.release.record.RecordedVariables;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.stack.StackSettings;
import java.util.List;
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

  /**
   * The same release with some of its machines replaced. With its own images it is no new release
   * to return to; with those of the channels it is.
   *
   * @param running the release that runs
   */
  ReleaseContent replacing(ReleaseRequest.Replace request, Release running) {
    List<Target> replaced =
        request.machines().stream()
            .map(machine -> new Target(machine.module(), Optional.of(machine)))
            .toList();
    PlanOptions replacing = new PlanOptions(PlanMode.NORMAL, true, List.of(), List.of(), replaced);
    return switch (request.images()) {
      case OF_RELEASE ->
          new ReleaseContent(
              configuration,
              variables,
              settings,
              archive,
              held,
              replacing,
              running.rollbackOf().or(() -> Optional.of(running.id().number())),
              Optional.empty(),
              request.reason());
      case OF_CHANNELS ->
          new ReleaseContent(
              configuration,
              variables,
              settings,
              archive,
              Map.of(),
              replacing,
              Optional.empty(),
              Optional.empty(),
              request.reason());
    };
  }
}
