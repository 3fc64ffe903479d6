package dev.ingot.release;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.health.AttributeCheck;
import dev.ingot.health.Check;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Verdict;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.release.fleet.ReleaseChecks;
import dev.ingot.release.stack.StackSettings;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.RolloutSettings.Target;
import dev.ingot.rollout.core.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds settings that can't work with a configuration, before anything changes. */
final class SettingsCheck {
  /** How many of today's machines try the checks. */
  private static final int TRIED = 3;

  private final StackSettings settings;

  SettingsCheck(StackSettings settings) {
    this.settings = settings;
  }

  /** Checks what the settings name. */
  void names(Configuration configuration, Diagnostics diagnostics) {
    for (RolloutSettings rollout : settings.rollouts()) {
      rollout.targets().forEach(target -> target(target, configuration.root(), diagnostics));
    }
    Map<String, Value> outputs = new TreeMap<>();
    configuration
        .root()
        .module()
        .outputs()
        .keySet()
        .forEach(name -> outputs.put(name, Value.unknown(Type.DYNAMIC)));
    Value known = Values.object(outputs);
    for (HealthCheck check : settings.verify().checks()) {
      AttributeCheck.problems(ReleaseChecks.of(check.check(), known), known)
          .forEach(diagnostics::add);
    }
  }

  private static void target(Target target, ModuleTree root, Diagnostics diagnostics) {
    ConfigResource resource = target.resource();
    Optional<ModuleTree> tree = Optional.of(root);
    for (String module : resource.modules()) {
      tree = tree.flatMap(parent -> Optional.ofNullable(parent.children().get(module)));
    }
    if (tree.isEmpty()) {
      diagnostics.error(
          "Rollout target does not exist",
          "The configuration has no module \"" + String.join(".", resource.modules()) + "\".",
          target.range());
    } else if (!tree.get().module().resources().containsKey(resource.localText())) {
      List<String> same =
          tree.get().module().resources().values().stream()
              .filter(one -> one.isManaged())
              .map(one -> one.key())
              .sorted()
              .toList();
      diagnostics.error(
          "Rollout target does not exist",
          "The configuration has no resource "
              + resource
              + (same.isEmpty() ? "." : ". Its resources are: " + String.join(", ", same) + "."),
          target.range());
    }
  }

  /** Checks the rollouts of a plan: expressions, and today's machines. */
  void rollouts(Plan plan, FleetMembers members, Diagnostics diagnostics)
      throws InterruptedException {
    settings
        .verify()
        .traffic()
        .filter(_ -> !isBalanced(plan, members))
        .ifPresent(
            limited ->
                diagnostics.error(
                    "Limits of a balancer that doesn't exist",
                    "verify \"balancer\" looks at what balancers count, and this configuration has"
                        + " no ingot_balancer. Others can be asked by verify \"exec\".",
                    limited.range()));
    for (RolloutSettings rollout : settings.rollouts()) {
      List<InstanceAddress> instances =
          plan.changes().stream()
              .filter(change -> change.deposed().isEmpty() && rollout.has(change.address()))
              .map(change -> change.address())
              .toList();
      boolean replaces =
          plan.changes().stream()
              .anyMatch(
                  change ->
                      change.deposed().isEmpty()
                          && change.action().isReplace()
                          && rollout.has(change.address()));
      if (replaces && instances.size() == 1) {
        single(rollout, instances.getFirst(), diagnostics);
      }
      boolean sound = expressions(rollout, instances, members, diagnostics);
      if (sound && replaces && !(rollout.strategy().method() instanceof Method.Delegated)) {
        tried(rollout, instances, members, diagnostics);
      }
    }
  }

  private static boolean isBalanced(Plan plan, FleetMembers members) {
    return plan.options().mode() != PlanMode.NORMAL
        || plan.changes().stream()
            .anyMatch(
                change ->
                    change.action() != ChangeAction.DELETE
                        && members.isFront(change.address().resource()));
  }

  /** What one machine means. */
  private static void single(
      RolloutSettings rollout, InstanceAddress machine, Diagnostics diagnostics) {
    Method method = rollout.strategy().method();
    String meaning =
        method.destroysFirst()
            ? "nothing serves while it is replaced"
            : method instanceof Method.Canary
                ? "its first step is already the whole group, and there is nothing to compare with"
                : "";
    if (!meaning.isEmpty()) {
      diagnostics.add(
          Diagnostic.warning(
              "Rollout of one machine",
              machine + " is the only one: " + meaning + ".",
              rollout.range()));
    }
  }

  /** Whether the expressions of checks fit the type of the machines. */
  private static boolean expressions(
      RolloutSettings rollout,
      List<InstanceAddress> instances,
      FleetMembers members,
      Diagnostics diagnostics) {
    boolean sound = true;
    for (Target target : rollout.targets()) {
      Optional<Type> type = members.type(target.resource().type());
      if (type.isEmpty() || instances.isEmpty()) {
        continue;
      }
      for (HealthCheck check : rollout.checks()) {
        for (var problem : AttributeCheck.problems(check.check(), Value.unknown(type.get()))) {
          sound &= !problem.isError();
          diagnostics.add(problem);
        }
      }
    }
    return sound;
  }

  /** A check that no machine passes today may never be passed: another port, another host. */
  private static void tried(
      RolloutSettings rollout,
      List<InstanceAddress> instances,
      FleetMembers members,
      Diagnostics diagnostics)
      throws InterruptedException {
    List<InstanceAddress> existing =
        instances.stream().filter(one -> members.find(one).isPresent()).limit(TRIED).toList();
    for (HealthCheck check : rollout.checks()) {
      Optional<Verdict> bad = Optional.empty();
      boolean passed = existing.isEmpty();
      for (InstanceAddress machine : existing) {
        if (!passed) {
          Verdict verdict =
              Verdict.of(machine.toString(), () -> members.probe(machine, List.of(check)));
          passed = verdict.isHealthy();
          bad = Optional.of(verdict);
        }
      }
      if (!passed) {
        diagnostics.add(
            Diagnostic.warning(
                "No machine passes a health check today",
                bad.map(Verdict::evidence).orElse("")
                    + ". Unless the new version answers there for the first time, no machine will"
                    + " become healthy.",
                range(check.check()).orElse(rollout.range())));
      }
    }
  }

  private static Optional<SourceRange> range(Check check) {
    return switch (check) {
      case Check.Url url -> Optional.of(url.url().range());
      case Check.Condition condition -> Optional.of(condition.condition().range());
      case Check.Endpoint endpoint -> Optional.of(endpoint.host().range());
      case Check.Command command -> Optional.of(command.command().range());
      case Check.Direct _ -> Optional.empty();
    };
  }
}
