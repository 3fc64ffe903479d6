package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.state.Change;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.StateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The objects that instances had before, and have still as deposed ones. Which of two objects is
 * the old one is told by a key where an instance goes in waves, and by the plan where it follows
 * one that does.
 */
final class OldObjects {
  private final ApplyContext context;
  private final StepRunner runner;
  private final Destroyer destroyer;
  private final Reconciler reconciler;
  private final Map<InstanceAddress, Optional<DeposedKey>> held = new HashMap<>();

  OldObjects(ApplyContext context, StepRunner runner, Destroyer destroyer, Reconciler reconciler) {
    this.context = context;
    this.runner = runner;
    this.destroyer = destroyer;
    this.reconciler = reconciler;
  }

  /** Says under which keys what served before is kept, by the instances that go in waves. */
  void hold(Map<InstanceAddress, Optional<DeposedKey>> keys) {
    held.putAll(keys);
  }

  /**
   * Whether something may use a deposed object of a held instance. Nothing uses one that a killed
   * wave has left incomplete: it goes before its successor is created, which may have its name.
   */
  boolean mayBeUsed(ResourceChange change) {
    return held.getOrDefault(change.address(), Optional.empty()).equals(change.deposed())
        || change
            .deposed()
            .flatMap(key -> context.session.state().deposed(change.address(), key))
            .filter(object -> object.status() == ObjectStatus.TAINTED)
            .isEmpty();
  }

  /** Whether it is under this key that what served before is kept in a held instance. */
  boolean isHeld(InstanceAddress address, Optional<DeposedKey> key) {
    return key.isPresent() && held.getOrDefault(address, Optional.empty()).equals(key);
  }

  /** The key under which the object a change replaces is to be kept. */
  Optional<DeposedKey> keyFor(InstanceAddress address, ResourceChange change) {
    return change.action().isReplace()
        ? held.getOrDefault(address, Optional.empty())
            .or(
                () ->
                    Optional.of(
                        unusedKey(
                            context.session.state().instance(address).orElse(InstanceState.EMPTY))))
        : Optional.empty();
  }

  private DeposedKey unusedKey(InstanceState state) {
    return DeposedKey.unused(context.world.setting().random(), state.deposed().keySet());
  }

  private Optional<Value> read(Node.Resource node, InstanceAddress address, ObjectState object) {
    Optional<ResourceType> type =
        context.type(node.provider().provider(), node.resource().mode(), node.resource().type());
    Optional<GuardedProvider> provider =
        context.pool.configured(context.world.provider(node, address));
    return type.isPresent() && provider.isPresent()
        ? ObjectReader.read(address, object, type.get(), provider.get(), new Diagnostics())
        : Optional.empty();
  }

  /** Whether the current object of an instance is another than the plan was made on. */
  boolean isNew(Node.Resource node, InstanceAddress address, ResourceChange change) {
    Optional<ObjectState> current = context.session.state().current(address);
    if (current.isEmpty()) {
      return false;
    }
    if (change.before().isNull()) {
      return true;
    }
    return change.action().isReplace()
        && read(node, address, current.get())
            .map(value -> !Reconciler.isBefore(change, value))
            .orElse(false);
  }

  /**
   * Makes what served before in a held instance the current object again. It is under its key as
   * long as there is a new object beside it, and is the current one otherwise.
   *
   * @param made whether this run has made the current object
   * @return false if nothing served before, so that the current object is new altogether
   */
  boolean restoreHeld(InstanceAddress address, boolean made) {
    InstanceState state = context.session.state().instance(address).orElse(InstanceState.EMPTY);
    Optional<DeposedKey> served = held.getOrDefault(address, Optional.empty());
    if (served.isPresent() && state.deposed().containsKey(served.get())) {
      exchange(address, state, served.get());
      return true;
    }
    // What served before may have gone by itself before its successor was made.
    return state.current().isEmpty() || (served.isPresent() && !made);
  }

  /**
   * Makes the object a dependent instance had before the current one again.
   *
   * @return false if it had none, so that the current one is new altogether
   */
  boolean restore(InstanceAddress address) {
    Optional<ResourceChange> change = context.change(address);
    Optional<Node.Resource> node = runner.node(address);
    InstanceState state = context.session.state().instance(address).orElse(InstanceState.EMPTY);
    if (change.isEmpty() || node.isEmpty()) {
      return true;
    }
    if (change.get().before().isNull()) {
      return state.current().isEmpty();
    }
    if (!change.get().action().isReplace() || !isNew(node.get(), address, change.get())) {
      if (state.current().isEmpty()) {
        oldKey(node.get(), address, state, change.get())
            .ifPresent(key -> apply(List.of(new Change.Restore(address, key))));
      }
      return true;
    }
    Optional<DeposedKey> old = oldKey(node.get(), address, state, change.get());
    if (old.isEmpty()) {
      return true;
    }
    exchange(address, state, old.get());
    return true;
  }

  private void exchange(InstanceAddress address, InstanceState state, DeposedKey old) {
    List<Change> changes = new ArrayList<>();
    if (state.current().isPresent()) {
      changes.add(new Change.Depose(address, unusedKey(state)));
    }
    changes.add(new Change.Restore(address, old));
    apply(changes);
  }

  private Optional<DeposedKey> oldKey(
      Node.Resource node, InstanceAddress address, InstanceState state, ResourceChange change) {
    for (Map.Entry<DeposedKey, ObjectState> each : state.deposed().entrySet()) {
      Optional<Value> value = read(node, address, each.getValue());
      if (value.isPresent() && Reconciler.isBefore(change, value.get())) {
        return Optional.of(each.getKey());
      }
    }
    return Optional.empty();
  }

  private void apply(List<Change> changes) {
    try {
      context.session.apply(changes);
    } catch (StateException e) {
      context.diagnostics.add(SaveProblems.of(e));
    }
  }

  /** Destroys the current objects that a plan replaces, those of dependents first. */
  void vacate(List<InstanceAddress> wave, List<InstanceAddress> dependents) {
    List<InstanceAddress> users = dependents.stream().filter(this::isToBeReplaced).toList();
    List<InstanceAddress> own = wave.stream().filter(this::isToBeReplaced).toList();
    usersFirst(users).forEach(level -> destroyCurrent(level, Set.copyOf(level)));
    destroyCurrent(own, Set.copyOf(own));
  }

  /** Whether an instance still has the object that its planned change replaces. */
  private boolean isToBeReplaced(InstanceAddress address) {
    Optional<ResourceChange> change = context.change(address);
    return change.filter(found -> found.action().isReplace()).isPresent()
        && context.session.state().current(address).isPresent()
        && runner.node(address).filter(node -> !isNew(node, address, change.get())).isPresent();
  }

  /** Destroys the deposed objects of instances, those of dependents first. */
  void destroy(List<InstanceAddress> wave, List<InstanceAddress> dependents) {
    List<InstanceAddress> replaced = new ArrayList<>();
    for (InstanceAddress address : dependents) {
      if (!deposed(address).isEmpty()) {
        replaced.add(address);
      }
    }
    usersFirst(replaced).forEach(level -> destroyDeposed(level));
    destroyDeposed(wave);
    replaced.forEach(reconciler.deposed()::remove);
  }

  /**
   * Destroys what came new with a wave that was taken back.
   *
   * @param fresh the instances whose current object is new
   */
  void destroyNew(
      List<InstanceAddress> wave, List<InstanceAddress> dependents, Set<InstanceAddress> fresh) {
    List<InstanceAddress> affected = new ArrayList<>();
    for (InstanceAddress address : dependents) {
      if (fresh.contains(address) || !deposed(address).isEmpty()) {
        affected.add(address);
      }
    }
    for (List<InstanceAddress> level : usersFirst(affected)) {
      destroyDeposed(level);
      destroyCurrent(level, fresh);
    }
    destroyDeposed(wave);
    destroyCurrent(wave, fresh);
  }

  private List<DeposedKey> deposed(InstanceAddress address) {
    return context
        .session
        .state()
        .instance(address)
        .map(state -> List.copyOf(state.deposed().keySet()))
        .orElse(List.of());
  }

  private void destroyDeposed(List<InstanceAddress> addresses) {
    context.throttle.forEach(
        addresses.size(),
        index -> {
          InstanceAddress address = addresses.get(index);
          for (DeposedKey key : deposed(address)) {
            runner
                .node(address)
                .ifPresent(
                    node ->
                        destroyer.destroyOfRollout(
                            address, Optional.of(key), context.world.provider(node, address)));
          }
        });
  }

  private void destroyCurrent(List<InstanceAddress> addresses, Set<InstanceAddress> fresh) {
    List<InstanceAddress> chosen = addresses.stream().filter(fresh::contains).toList();
    context.throttle.forEach(
        chosen.size(),
        index -> {
          InstanceAddress address = chosen.get(index);
          runner
              .node(address)
              .ifPresent(
                  node ->
                      destroyer.destroyOfRollout(
                          address, Optional.empty(), context.world.provider(node, address)));
        });
  }

  /** Instances by resource, users before what they use. */
  private List<List<InstanceAddress>> usersFirst(List<InstanceAddress> addresses) {
    Map<Node, List<InstanceAddress>> byNode = new HashMap<>();
    for (InstanceAddress address : addresses) {
      runner
          .node(address)
          .ifPresent(
              node -> byNode.computeIfAbsent(node, missing -> new ArrayList<>()).add(address));
    }
    if (byNode.isEmpty()) {
      return List.of();
    }
    List<List<InstanceAddress>> levels = new ArrayList<>();
    for (Node node : context.references.graph().order().reversed()) {
      List<InstanceAddress> own = byNode.get(node);
      if (own != null) {
        levels.add(own);
      }
    }
    return levels;
  }
}
