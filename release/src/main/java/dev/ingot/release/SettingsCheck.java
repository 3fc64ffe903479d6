package dev.ingot.release;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.health.AttributeCheck;
import dev.ingot.health.Check;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Time;
import dev.ingot.health.Verdict;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.release.fleet.ReleaseChecks;
import dev.ingot.release.stack.StackSettings;
import dev.ingot.rollout.LastWords;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.RolloutSettings.Target;
import dev.ingot.rollout.analysis.Analysis;
import dev.ingot.rollout.analysis.Metric;
import dev.ingot.rollout.analysis.PrometheusServer;
import dev.ingot.rollout.core.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds settings that can't work with a configuration, before anything changes. */
final class SettingsCheck {
  /** How many of today's machines try the checks. */
  private static final int TRIED = 3;

  private final StackSettings settings;
  private final Optional<StackSettings> verified;

  SettingsCheck(StackSettings settings) {
    this(settings, Optional.empty());
  }

  /**
   * Of settings.
   *
   * @param verified those with which the machines of today were verified; empty if they weren't
   */
  SettingsCheck(StackSettings settings, Optional<StackSettings> verified) {
    this.settings = settings;
    this.verified = verified;
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

  /** Checks the rollouts of a plan: expressions, today's machines, queries of metrics. */
  void rollouts(Plan plan, FleetMembers members, Time time, Diagnostics diagnostics)
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
              .map(ResourceChange::address)
              .toList();
      boolean replaces =
          plan.changes().stream()
              .anyMatch(
                  change ->
                      change.deposed().isEmpty()
                          && change.action().isReplace()
                          && rollout.has(change.address()));
      List<InstanceAddress> left = left(plan, instances);
      if (replaces && left.size() == 1) {
        single(rollout, left.getFirst(), diagnostics);
      }
      boolean sound = expressions(rollout, instances, members, diagnostics);
      if (sound && replaces && !rollout.strategy().method().isDelegated()) {
        tried(rollout, instances, members, diagnostics);
      }
      if (replaces) {
        measured(rollout, time, diagnostics);
      }
    }
  }

  /** The machines that there are afterwards. */
  private static List<InstanceAddress> left(Plan plan, List<InstanceAddress> instances) {
    return plan.changes().stream()
        .filter(change -> change.deposed().isEmpty() && change.action() != ChangeAction.DELETE)
        .map(ResourceChange::address)
        .filter(Set.copyOf(instances)::contains)
        .toList();
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

  /** A query that can't be answered today would stop the rollout half-way. */
  private static void measured(RolloutSettings rollout, Time time, Diagnostics diagnostics)
      throws InterruptedException {
    for (Metric metric : rollout.analysis().map(Analysis::metrics).orElse(List.of())) {
      if (metric.source()
          instanceof
          Metric.Source.Prometheus(
              PrometheusServer server,
              Metric.Query query,
              Optional<Metric.Query> baseline)) {
        List<Metric.Query> queries = new ArrayList<>(List.of(query));
        baseline.ifPresent(queries::add);
        for (Metric.Query each : queries) {
          Optional<String> problem = server.problem(each.text(), time);
          if (problem.isPresent()) {
            diagnostics.error(
                "Metric can't be measured",
                "This query of metric \""
                    + metric.name()
                    + "\" was tried, and it fails: "
                    + problem.get()
                    + ".",
                each.range());
            break;
          }
        }
      }
    }
  }

  /** Whether the expressions of a rollout fit the type of the machines. */
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
      others(rollout, type.get(), diagnostics);
    }
    return sound;
  }

  private static void others(RolloutSettings rollout, Type type, Diagnostics diagnostics) {
    Value self = Value.unknown(type);
    Scope scope = rollout.order().scope().with("self", self);
    for (Optional<Expression> one : List.of(rollout.order().by(), rollout.order().spreadBy())) {
      one.ifPresent(it -> Evaluator.evaluate(it, scope, diagnostics));
    }
    switch (rollout.lastWords().orElse(null)) {
      case LastWords.Attribute(Expression value, Scope of) ->
          Evaluator.evaluate(value, of.with("self", self), diagnostics);
      case LastWords.Output(Check command) ->
          AttributeCheck.problems(command, self).forEach(diagnostics::add);
      case null -> {}
    }
  }

  /**
   * A check that no machine of today passes can perhaps never be passed: another port, another
   * host. Where those machines were verified without it, that is for a person to say; where they
   * were verified with it, they are ill.
   */
  private void tried(
      RolloutSettings rollout,
      List<InstanceAddress> instances,
      FleetMembers members,
      Diagnostics diagnostics)
      throws InterruptedException {
    List<InstanceAddress> existing =
        instances.stream().filter(one -> members.find(one).isPresent()).limit(TRIED).toList();
    for (HealthCheck check : rollout.checks()) {
      Optional<Verdict> bad = Optional.empty();
      boolean passed = existing.isEmpty() || check.isNew();
      boolean alive = false;
      for (InstanceAddress machine : existing) {
        if (!passed) {
          Verdict verdict =
              Verdict.of(machine.toString(), () -> members.probe(machine, List.of(check)));
          passed = verdict.isHealthy();
          alive |= !(verdict instanceof Verdict.Dead);
          bad = Optional.of(verdict);
        }
      }
      if (!passed) {
        diagnostics.add(
            unpassed(
                bad.map(Verdict::evidence).orElse(""),
                alive && verified.isPresent() && !isVerified(check),
                range(check.check()).orElse(rollout.range())));
      }
    }
  }

  private static Diagnostic unpassed(String evidence, boolean refused, SourceRange range) {
    return refused
        ? Diagnostic.error(
            "No machine passes a health check today",
            evidence
                + ". The machines of today were verified without this check. If the new version is"
                + " the first to answer there, write new = true in it.",
            range)
        : Diagnostic.warning(
            "No machine passes a health check today",
            evidence
                + ". Unless the new version answers there for the first time, no machine will"
                + " become healthy.",
            range);
  }

  private boolean isVerified(HealthCheck check) {
    return verified.stream()
        .flatMap(before -> before.rollouts().stream())
        .flatMap(rollout -> rollout.checks().stream())
        .anyMatch(before -> text(before.check()).equals(text(check.check())));
  }

  /** As it is written. */
  private static String text(Check check) {
    return switch (check) {
      case Check.Url url -> "url " + url.url().range().text();
      case Check.Condition condition -> "condition " + condition.condition().range().text();
      case Check.Endpoint endpoint ->
          "tcp " + endpoint.host().range().text() + " " + endpoint.port().range().text();
      case Check.Command command -> "command " + command.command().range().text();
      case Check.Direct direct -> direct.toString();
    };
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
