package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.CheckResult;
import dev.ingot.deploy.CommandRunner;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.ModuleMetadata;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.call.Throttle;
import dev.ingot.deploy.ephemeral.EphemeralResources;
import dev.ingot.deploy.evaluation.Checks;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.plan.CreateBeforeDestroy;
import dev.ingot.deploy.plan.Removals;
import dev.ingot.deploy.reference.Dependencies;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.state.Change;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Shared by the parts of one apply run. */
final class ApplyContext {
  final Plan plan;
  final ReferenceGraph references;
  final World world;
  final ProviderPool pool;
  final StateSession session;
  final Throttle throttle;
  final Observer observer;
  final Cancellation cancellation;
  final CommandRunner commands;
  final Dependencies dependencies;
  final CreateBeforeDestroy createBeforeDestroy;
  final Removals removals;
  final Diagnostics diagnostics = new Diagnostics();
  final Checks checks;
  final EphemeralResources ephemeral;
  final ModuleMetadata metadata;
  final Tally tally = new Tally();
  private final Map<InstanceAddress, ResourceChange> changes = new HashMap<>();
  private final EventQueue events;
  private final Background<Later> background = new Background<>(this::save);
  private volatile boolean pipelined;
  private volatile boolean lost;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("progress").factory());

  ApplyContext(ApplyRequest request, ReferenceGraph references, World world, ProviderPool pool) {
    this.plan = request.plan();
    this.references = references;
    this.world = world;
    this.pool = pool;
    this.session = request.state();
    this.throttle = pool.throttle();
    this.observer = request.observer();
    this.events = new EventQueue(observer);
    this.cancellation = request.cancellation();
    this.commands = request.commands();
    this.dependencies = new Dependencies(references.graph());
    this.checks = new Checks(references.graph().nodes(), open(plan));
    this.ephemeral = new EphemeralResources(world, pool, this::tell, checks, diagnostics);
    this.metadata = new ModuleMetadata(references.root().tree());
    this.createBeforeDestroy = CreateBeforeDestroy.of(references.graph());
    this.removals = new Removals(references);
    for (ResourceChange change : plan.changes()) {
      if (change.deposed().isEmpty()) {
        changes.put(change.address(), change);
      }
    }
  }

  /** Results of conditions, without those evaluated again while applying. */
  private static List<CheckResult> open(Plan plan) {
    if (plan.options().mode() != PlanMode.NORMAL || !plan.hasActions()) {
      return plan.checks();
    }
    Set<String> left = new HashSet<>();
    for (ResourceChange change : plan.changes()) {
      if (change.action() == ChangeAction.NO_OP) {
        left.add(change.address().toString());
      }
    }
    return plan.checks().stream()
        .map(
            check ->
                new CheckResult(
                    check.kind(),
                    check.address(),
                    check.status(),
                    check.objects().stream()
                        .map(
                            object ->
                                check.kind().equals("resource") && left.contains(object.address())
                                    ? object
                                    : new CheckResult.Instance(
                                        object.address(), CheckResult.Status.UNKNOWN, List.of()))
                        .toList()))
        .toList();
  }

  /** How many steps may run at once, at most so many. */
  int workers(int most) {
    return world.setting().workers(most);
  }

  /** What is approved for the current object of an instance. */
  Optional<ResourceChange> change(InstanceAddress address) {
    return Optional.ofNullable(changes.get(address));
  }

  /** A resource's type; empty if its provider doesn't have it. */
  Optional<ResourceType> type(ProviderAddress provider, ResourceMode mode, String name) {
    return pool.type(provider, mode, name);
  }

  /** Whether a provider's changes can't be lost by a crash. */
  boolean withoutEffects(ProviderAddress provider) {
    return pool.find(provider).map(schema -> schema.capabilities().withoutEffects()).orElse(false);
  }

  /** What finds out about changes whose answer was lost. */
  OutcomeLookup outcomes() {
    return new OutcomeLookup(
        session.state(),
        world.setting().random(),
        address ->
            references
                .resource(address.resource().configuration())
                .map(node -> !node.resource().provisioners().isEmpty())
                .orElse(false));
  }

  /** What makes ticks; empty after it ended. */
  Optional<ScheduledExecutorService> ticker() {
    return ticker.isShutdown() ? Optional.empty() : Optional.of(ticker);
  }

  /** Ends the ticks. */
  void close() {
    ticker.shutdownNow();
  }

  void tell(Event event) {
    events.tell(event);
  }

  /** Lets changes without effects become durable beside the steps. */
  void pipeline() {
    pipelined = true;
  }

  /**
   * Whether nothing reads the values of a resource once its instances are made, so that they need
   * not be kept: the state has them.
   */
  boolean isUnread(Node.Resource node) {
    return pipelined && references.graph().dependents(node).isEmpty();
  }

  /**
   * Whether the change of an instance may become durable beside the steps: nothing else is done to
   * it, and its provider has no effects outside of the state.
   */
  boolean mayPipeline(InstanceAddress address, ProviderAddress provider) {
    return pipelined
        && withoutEffects(provider)
        && change(address).map(change -> !change.action().isReplace()).orElse(false);
  }

  /** Makes changes durable beside the steps, and tells of it in its turn. */
  void saveLater(List<Change> changes, ChangeAction action, Event done, Event failed) {
    background.add(new Later(changes, action, events.reserve(), done, failed));
  }

  /** What becomes durable beside the steps, and what is told of it then. */
  private record Later(
      List<Change> changes, ChangeAction action, EventQueue.Slot slot, Event done, Event failed) {}

  private void save(List<Later> some) {
    List<Change> changes = new ArrayList<>(some.size());
    some.forEach(each -> changes.addAll(each.changes()));
    try {
      session.apply(changes);
    } catch (StateException e) {
      diagnostics.add(SaveProblems.of(e));
      lost = true;
      some.forEach(each -> each.slot().fill(each.failed()));
      return;
    }
    for (Later each : some) {
      tally.count(each.action());
      each.slot().fill(each.done());
    }
  }

  /** Waits until all is durable; whether it is. */
  boolean saved() {
    background.await();
    return !lost;
  }

  /** Counts what has been done. */
  static final class Tally {
    private int added;
    private int changed;
    private int destroyed;

    synchronized void count(ChangeAction action) {
      switch (action) {
        case CREATE -> added++;
        case UPDATE -> changed++;
        case DELETE -> destroyed++;
        case NO_OP, READ, FORGET, DELETE_THEN_CREATE, CREATE_THEN_DELETE -> {}
      }
    }

    synchronized int added() {
      return added;
    }

    synchronized int changed() {
      return changed;
    }

    synchronized int destroyed() {
      return destroyed;
    }
  }
}
