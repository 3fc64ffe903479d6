package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.call.ProviderSetup;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.ephemeral.EphemeralNeeds;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.Expansion;
import dev.ingot.deploy.evaluation.Expansions;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.Objects;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.evaluation.Shown;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.graph.Cancellation;
import dev.ingot.graph.Graph;
import dev.ingot.graph.Verdict;
import dev.ingot.graph.WalkResult;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Walks the graph of references and plans every object. */
final class PlanWalk {
  private static final int WORKERS = 32;

  private final PlanContext context;
  private final Objects objects;
  private final InstancePlanner managed;
  private final DataPlanner data;

  PlanWalk(PlanContext context, Objects objects) {
    this.context = context;
    this.objects = objects;
    this.managed = new InstancePlanner(context);
    this.data = new DataPlanner(context);
  }

  void run(Graph<Node> graph, Cancellation cancellation) {
    EphemeralNeeds needs = EphemeralNeeds.of(graph);
    graph.nodes().forEach(node -> context.ephemeral.use(node, node, needs));
    WalkResult<Node> result;
    try {
      result =
          graph.walk(context.world.setting().workers(WORKERS), cancellation, this::visitUntilDone);
    } finally {
      context.ephemeral.closeAll();
    }
    for (Node failed : result.failed()) {
      if (result.outcome(failed)
              instanceof dev.ingot.graph.Outcome.Failed<Node>(Optional<Exception> cause)
          && cause.isPresent()) {
        throw new IllegalStateException("planning " + failed, cause.get());
      }
    }
  }

  private Verdict visitUntilDone(Node node) {
    try {
      return visit(node);
    } finally {
      context.ephemeral.done(node);
    }
  }

  private Verdict visit(Node node) {
    if (!node.problems().isEmpty()) {
      report(node, node.problems());
      if (Diagnostic.anyError(node.problems())) {
        return Verdict.FAILED;
      }
    }
    Diagnostics own = new Diagnostics();
    boolean good =
        switch (node) {
          case Node.Variable variable -> {
            objects.variable(variable, own);
            yield true;
          }
          case Node.Validation validation -> {
            objects.validation(validation, own);
            yield true;
          }
          case Node.Local local -> {
            objects.local(local, own);
            yield true;
          }
          case Node.Output output -> {
            // Where everything goes, outputs go too: what they were made from may be gone already.
            if (context.options.mode() != PlanMode.DESTROY || !output.module().isRoot()) {
              objects.output(output, own);
            } else if (context.options.refresh()) {
              objects.outputValue(output);
            }
            yield true;
          }
          case Node.Call call -> {
            objects.call(call, own);
            yield true;
          }
          case Node.CallEnd _ -> true;
          case Node.Provider provider -> {
            new ProviderSetup(context.world, context.pool).configure(provider, own);
            yield true;
          }
          case Node.Check check -> {
            check(check);
            yield true;
          }
          case Node.Resource resource -> resource(resource, own);
        };
    report(node, own.list());
    return good && !own.hasErrors() ? Verdict.DONE : Verdict.FAILED;
  }

  /**
   * What keeps something from being evaluated keeps it from being made, but not from being
   * destroyed: the state says what is there. Only what providers are configured by is needed, and
   * the variables are to be valid, as recorded from Terraform 1.11.
   */
  private void report(Node node, List<Diagnostic> found) {
    boolean needed =
        context.options.mode() != PlanMode.DESTROY
            || context.ofProviders.contains(node)
            || (node instanceof Node.Variable && node.module().isRoot())
            || (node instanceof Node.Validation && node.module().isRoot());
    for (Diagnostic each : found) {
      context.diagnostics.add(needed ? each : each.asWarning());
    }
  }

  private void check(Node.Check node) {
    if (context.options.mode() == PlanMode.DESTROY) {
      return;
    }
    Diagnostics said = new Diagnostics();
    context.checks.reach(node, context.world.instances(node.module()));
    for (ModuleInstance module : context.world.instances(node.module())) {
      Conditions conditions = new Conditions(context.world, said);
      int number = 0;
      for (Condition assertion : node.check().assertions()) {
        ModuleScope scope = context.world.scope(module, RepetitionData.NONE);
        Conditions.Outcome outcome = conditions.assertion(assertion, scope);
        context.checks.assertion(node, module, number++, outcome);
        // The failure of its own data source was already reported.
        if (outcome.result() == Conditions.Result.UNKNOWN && !hasFailed(node, module)) {
          said.add(
              Shown.of(
                      Severity.WARNING,
                      "Check block assertion known after apply",
                      "The condition could not be evaluated at this time, a result will be known"
                          + " when this plan is applied.",
                      assertion.condition(),
                      scope)
                  .asSeparate());
        }
      }
    }
    context.assertions.addAll(said);
  }

  /** Whether the data source of a check could not be read. */
  private boolean hasFailed(Node.Check node, ModuleInstance module) {
    return node.check()
        .data()
        .map(data -> module.address().resource(data.mode(), data.type(), data.name()))
        .filter(data -> context.unread.contains(data.instance(InstanceKey.none())))
        .isPresent();
  }

  private record Job(
      ModuleInstance module,
      ResourceInstances instances,
      InstanceKey key,
      RepetitionData repetition) {
    String address() {
      return instances.address().instance(key).toString();
    }
  }

  private boolean resource(Node.Resource node, Diagnostics own) {
    ResourceConfiguration resource = node.resource();
    SelfReferences.check(node, own);
    UnsupportedProvisioners.check(resource, own);
    Optional<ResourceType> type =
        context.type(node.provider().provider(), resource.mode(), resource.type());
    if (type.isEmpty() || own.hasErrors()) {
      return false;
    }
    if (resource.mode() != ResourceMode.EPHEMERAL
        && !context.metadata.check(node, () -> context.anyProvider(node), own)) {
      return false;
    }
    List<Job> jobs = new ArrayList<>();
    boolean good = true;
    for (ModuleInstance module : context.world.instances(node.module())) {
      Optional<Expansion> expansion = new Expansions(context.world, own).evaluate(module, resource);
      if (expansion.isEmpty()) {
        good = false;
        continue;
      }
      ResourceInstances instances = module.expand(node, expansion.get());
      if (!new ProviderChoice(context).choose(module, instances, own)) {
        good = false;
        continue;
      }
      for (Map.Entry<InstanceKey, RepetitionData> each : expansion.get().instances().entrySet()) {
        jobs.add(new Job(module, instances, each.getKey(), each.getValue()));
      }
    }
    if (good && context.options.mode() != PlanMode.DESTROY) {
      context.checks.reach(node, jobs.stream().map(Job::address));
    }
    if (good && context.imports.any(node.address())) {
      Set<InstanceAddress> declared = new HashSet<>();
      jobs.forEach(job -> declared.add(job.instances().address().instance(job.key())));
      if (!context.imports.expand(node.address(), declared, own)) {
        return false;
      }
    }
    AtomicBoolean all = new AtomicBoolean(good);
    context.throttle.forEach(
        jobs.size(),
        index -> {
          Job job = jobs.get(index);
          InstanceAddress address = job.instances().address().instance(job.key());
          boolean planned =
              context.isLeft(node, address)
                  ? managed.leave(node, type.get(), job.instances(), job.key())
                  : plan(node, type.get(), job);
          if (!planned) {
            all.set(false);
          }
        });
    return all.get();
  }

  private boolean plan(Node.Resource node, ResourceType type, Job job) {
    return switch (node.resource().mode()) {
      case MANAGED ->
          managed.plan(node, type, job.module(), job.instances(), job.key(), job.repetition());
      case DATA ->
          data.plan(node, type, job.module(), job.instances(), job.key(), job.repetition());
      case EPHEMERAL -> open(node, type, job);
    };
  }

  /** What is to go needs nothing open but what its provider is configured by. */
  private boolean open(Node.Resource node, ResourceType type, Job job) {
    if (context.options.mode() == PlanMode.DESTROY && !context.ofProviders.contains(node)) {
      return true;
    }
    Diagnostics own = new Diagnostics();
    boolean good =
        context.ephemeral.open(
            node,
            type,
            context.world.scope(job.module(), job.repetition()),
            job.instances(),
            job.key(),
            own);
    context.diagnostics.addAll(own);
    return good;
  }
}
