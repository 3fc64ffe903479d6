package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.reference.Node;
import dev.ingot.graph.Graph;
import dev.ingot.graph.Verdict;
import dev.ingot.graph.WalkResult;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.state.StateException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Applies a plan in stages. */
public final class StagedApply {
  private static final int WORKERS = 64;

  private final ApplyRun run;
  private final ApplyContext context;
  private final StepRunner runner;
  private final InstanceApplier applier;
  private final Reconciler reconciler;
  private final Visibility visibility;
  private final OldObjects old;
  private final Set<InstanceAddress> made = ConcurrentHashMap.newKeySet();
  private final Set<InstanceAddress> createdHere = ConcurrentHashMap.newKeySet();
  private final Set<Node> heldNodes = new LinkedHashSet<>();
  private final Set<Step> waiting = new HashSet<>();

  StagedApply(
      ApplyRun run,
      ApplyContext context,
      StepRunner runner,
      InstanceApplier applier,
      Destroyer destroyer) {
    this.run = run;
    this.context = context;
    this.runner = runner;
    this.applier = applier;
    this.reconciler = new Reconciler(context);
    this.visibility = new Visibility(context, runner);
    this.old = new OldObjects(context, runner, destroyer, reconciler);
  }

  /**
   * Applies what is neither held nor depends on what is.
   *
   * @param held by instance the key of what served before
   * @param unaccounted the held instances whose deposed objects may be anything
   */
  public ApplyResult applyBefore(
      Map<InstanceAddress, Optional<DeposedKey>> held, Set<InstanceAddress> unaccounted) {
    if (!run.begin()) {
      return run.result();
    }
    old.hold(held);
    Graph<Step> graph = run.graph();
    Set<Step> heldSteps = new LinkedHashSet<>();
    for (ResourceChange change : context.plan.changes()) {
      Step destroy = new Step.Destroy(change.address(), change.deposed());
      if (change.deposed().isPresent()
          && held.containsKey(change.address())
          && graph.contains(destroy)
          && (unaccounted.contains(change.address()) || old.mayBeUsed(change))) {
        heldSteps.add(destroy);
      }
    }
    for (InstanceAddress address : held.keySet()) {
      runner.node(address).ifPresent(heldNodes::add);
      for (Step step :
          List.of(new Step.Make(address), new Step.Destroy(address, Optional.empty()))) {
        if (graph.contains(step)) {
          heldSteps.add(step);
        }
      }
    }
    heldSteps.addAll(HeldSteps.followers(graph, heldNodes, context, runner));
    waiting.addAll(HeldSteps.waiting(graph, heldSteps));
    Set<Step> now = new HashSet<>(graph.nodes());
    now.removeAll(waiting);
    walk(graph.restrictedTo(now));
    return saved();
  }

  /** Destroys what some held instances, and what follows just them, have before it is replaced. */
  public ApplyResult vacate(Set<InstanceAddress> wave) {
    Set<InstanceKey> keys = new HashSet<>();
    wave.forEach(address -> keys.add(address.key()));
    old.vacate(
        wave.stream().sorted().filter(address -> !made.contains(address)).toList(),
        dependents(wave).stream().filter(address -> keys.contains(address.key())).toList());
    return saved();
  }

  /** Creates new objects. */
  public ApplyResult create(Set<InstanceAddress> wave) {
    List<InstanceAddress> sorted = wave.stream().sorted().toList();
    Set<Node.Resource> nodes = nodes(sorted);
    Diagnostics diagnostics = new Diagnostics();
    nodes.forEach(node -> visibility.all(node, diagnostics));
    context.throttle.all(
        sorted.size(), context.workers(WORKERS), index -> create(sorted.get(index), diagnostics));
    nodes.forEach(node -> visibility.refresh(node, diagnostics));
    context.diagnostics.addAll(diagnostics);
    return saved();
  }

  private void create(InstanceAddress address, Diagnostics diagnostics) {
    Optional<ResourceChange> change = context.change(address);
    Optional<Node.Resource> node = runner.node(address);
    if (change.isEmpty() || node.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "Not in the plan", "The plan has no change of " + address + " to be made."));
      return;
    }
    visibility.show(address);
    ChangeAction action = change.get().action();
    if (action == ChangeAction.NO_OP || old.isNew(node.get(), address, change.get())) {
      made.add(address);
      return;
    }
    if (action.creates()) {
      createdHere.add(address);
    }
    if (applier.apply(node.get(), change.get(), old.keyFor(address, change.get()))) {
      made.add(address);
    }
  }

  /** Brings dependents in line. */
  public ApplyResult moveDependents(Set<InstanceAddress> wave) {
    follow(nodes(wave.stream().sorted().toList()), Reconciler.Scope.STAGE);
    return saved();
  }

  /** Brings everything that depends on some resources in line; what is held stays as it is. */
  private void follow(Set<Node.Resource> nodes, Reconciler.Scope scope) {
    visibility.reset();
    Diagnostics diagnostics = new Diagnostics();
    Graph<Node> references = context.references.graph();
    Set<Node> dependents = new HashSet<>(references.withDependents(List.copyOf(nodes)));
    for (Node node : dependents) {
      if (node instanceof Node.Resource resource
          && (nodes.contains(resource) || heldNodes.contains(resource))) {
        visibility.all(resource, diagnostics);
        visibility.refresh(resource, diagnostics);
      }
    }
    dependents.removeAll(nodes);
    dependents.removeAll(heldNodes);
    references
        .restrictedTo(dependents)
        .walk(
            context.workers(WORKERS),
            context.cancellation,
            node ->
                (node instanceof Node.Resource resource
                        ? instances(resource, scope)
                        : evaluate(node))
                    ? Verdict.DONE
                    : Verdict.FAILED);
    context.diagnostics.addAll(diagnostics);
  }

  private boolean evaluate(Node node) {
    if (node instanceof Node.Check) {
      return true;
    }
    Diagnostics own = new Diagnostics();
    boolean good = runner.evaluate(node, own);
    if (visibility.incomplete() || node instanceof Node.Output) {
      // What it needs may come with a later wave; the end evaluates it again.
      return true;
    }
    context.diagnostics.addAll(own);
    return good;
  }

  private boolean instances(Node.Resource node, Reconciler.Scope scope) {
    if (node.resource().mode() != ResourceMode.MANAGED) {
      return true;
    }
    Diagnostics own = new Diagnostics();
    List<InstanceAddress> addresses = visibility.all(node, own);
    boolean lenient = visibility.incomplete();
    if (!lenient) {
      context.diagnostics.addAll(own);
    }
    AtomicBoolean good = new AtomicBoolean(lenient || !own.hasErrors());
    context.throttle.all(
        addresses.size(),
        context.workers(WORKERS),
        index -> {
          InstanceAddress address = addresses.get(index);
          if (!visibility.isHidden(address)
              && !reconciler.reconcile(node, address, scope, lenient)) {
            good.set(false);
          }
        });
    visibility.refresh(node, own);
    return good.get();
  }

  /** Destroys old objects. */
  public ApplyResult destroyOld(Set<InstanceAddress> wave) {
    old.destroy(wave.stream().sorted().toList(), dependents(wave));
    return saved();
  }

  /** Goes back to old objects. */
  public ApplyResult takeBack(Set<InstanceAddress> wave) {
    List<InstanceAddress> sorted = wave.stream().sorted().toList();
    List<InstanceAddress> dependents = dependents(wave);
    Set<InstanceAddress> fresh = new LinkedHashSet<>();
    for (InstanceAddress address : sorted) {
      if (!old.restoreHeld(address, createdHere.contains(address))) {
        fresh.add(address);
        visibility.hide(address);
      }
    }
    for (InstanceAddress address : dependents) {
      if (reconciler.created().contains(address)) {
        fresh.add(address);
        visibility.hide(address);
      } else {
        old.restore(address);
      }
    }
    follow(nodes(sorted), Reconciler.Scope.BACK);
    old.destroyNew(sorted, dependents, fresh);
    made.removeAll(wave);
    createdHere.removeAll(wave);
    reconciler.created().removeAll(fresh);
    return saved();
  }

  /**
   * Applies the rest.
   *
   * @param keeping the held instances of which what served before is kept
   */
  public ApplyResult finish(Set<InstanceAddress> keeping) {
    Graph<Step> graph = run.graph();
    Set<Step> left = new HashSet<>(waiting);
    Set<Node> again = new HashSet<>(context.references.graph().withDependents(heldNodes));
    for (Node node : again) {
      if (node instanceof Node.Resource resource) {
        Step expand = new Step.Expand(resource);
        if (graph.contains(expand)) {
          left.add(expand);
        }
      }
    }
    WalkResult<Step> result =
        graph
            .restrictedTo(left)
            .walk(
                context.workers(WORKERS),
                context.cancellation,
                step -> finish(step, again, keeping));
    run.check(result);
    run.end(result.complete());
    return run.result();
  }

  private Verdict finish(Step step, Set<Node> again, Set<InstanceAddress> keeping) {
    return switch (step) {
      case Step.Expand(Node.Resource node) when again.contains(node) -> {
        Diagnostics own = new Diagnostics();
        visibility.all(node, own);
        runner.values(node, own);
        context.diagnostics.addAll(own);
        yield own.hasErrors() ? Verdict.FAILED : Verdict.DONE;
      }
      case Step.Make(InstanceAddress address) -> {
        if (made.contains(address)) {
          yield Verdict.DONE;
        }
        Optional<Node.Resource> node = runner.node(address);
        if (node.isPresent() && isInStages(address, node.get())) {
          yield reconciler.reconcile(node.get(), address, Reconciler.Scope.STAGE, false)
              ? Verdict.DONE
              : Verdict.FAILED;
        }
        yield runner.run(step);
      }
      case Step.Destroy(InstanceAddress address, var deposed) -> {
        if (keeping.contains(address) && (deposed.isEmpty() || old.isHeld(address, deposed))) {
          yield Verdict.DONE;
        }
        boolean replaced =
            context.change(address).map(change -> change.action().isReplace()).orElse(false);
        if (deposed.isEmpty() && replaced && touched(address)) {
          old.destroy(List.of(address), List.of());
          yield Verdict.DONE;
        }
        // A replacement that destroys first must not destroy what the stages have created.
        yield runner.run(step);
      }
      case Step.Evaluate _, Step.Expand _, Step.Join _ -> runner.run(step);
    };
  }

  /** Whether the stages have made a new object of an instance. */
  private boolean touched(InstanceAddress address) {
    return made.contains(address)
        || runner
            .node(address)
            .flatMap(
                node -> context.change(address).map(change -> old.isNew(node, address, change)))
            .orElse(false);
  }

  /** Whether an instance follows what was held, so that what it has now counts. */
  private boolean isInStages(InstanceAddress address, Node.Resource node) {
    ResourceChange change = context.change(address).orElse(null);
    if (change == null || change.action() == ChangeAction.READ) {
      return false;
    }
    return change.action() == ChangeAction.UPDATE || old.isNew(node, address, change);
  }

  /** Leaves everything as it is. */
  public ApplyResult abandon() {
    return saved();
  }

  private ApplyResult saved() {
    try {
      context.session.checkpoint();
    } catch (StateException e) {
      context.diagnostics.add(SaveProblems.of(e));
    }
    return run.result();
  }

  private void walk(Graph<Step> graph) {
    run.check(graph.walk(context.workers(WORKERS * 4), context.cancellation, runner::run));
  }

  private Set<Node.Resource> nodes(List<InstanceAddress> addresses) {
    Set<Node.Resource> nodes = new LinkedHashSet<>();
    addresses.forEach(address -> runner.node(address).ifPresent(nodes::add));
    return nodes;
  }

  /** The planned instances of what depends on some instances' resources, users last. */
  private List<InstanceAddress> dependents(Set<InstanceAddress> wave) {
    Set<Node.Resource> nodes = nodes(wave.stream().sorted().toList());
    Set<Node> all = context.references.graph().withDependents(List.copyOf(nodes));
    List<InstanceAddress> found = new ArrayList<>();
    for (ResourceChange change : context.plan.changes()) {
      Optional<Node.Resource> node = runner.node(change.address());
      if (node.isPresent()
          && change.deposed().isEmpty()
          && all.contains(node.get())
          && !nodes.contains(node.get())
          && !heldNodes.contains(node.get())) {
        found.add(change.address());
      }
    }
    return found;
  }
}
