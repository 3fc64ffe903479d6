package dev.ingot.deploy.ephemeral;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Event.EphemeralAction;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.call.EphemeralCalls;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.call.ResourceCheck;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.Checks;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.ProposedNew;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ephemeral resources of one run. Each is closed when the last of its users is done with it,
 * the rest when the run ends, users before what they use, also after errors and a cancel. Nothing
 * of them is kept. Safe for use by several threads. Rules: the recorded behaviour of Terraform
 * 1.11, which leaves some open after errors.
 */
public final class EphemeralResources {
  private final World world;
  private final ProviderPool pool;
  private final Observer observer;
  private final Timed timed;
  private final Checks checks;
  private final Diagnostics diagnostics;
  private final Map<Object, List<Node.Resource>> uses = new HashMap<>();
  private volatile boolean needed;
  private final Map<Node.Resource, Integer> users = new HashMap<>();
  private final Map<Node.Resource, Deque<OpenInstance>> open = new LinkedHashMap<>();

  /** What needs others open for as long as a resource is open itself. */
  private record WhileOpen(Node.Resource resource) {}

  /**
   * @param checks receives the results of conditions
   * @param diagnostics receives what is wrong with renewing and closing
   */
  public EphemeralResources(
      World world, ProviderPool pool, Observer observer, Checks checks, Diagnostics diagnostics) {
    this.world = world;
    this.pool = pool;
    this.observer = observer;
    this.timed = new Timed(observer);
    this.checks = checks;
    this.diagnostics = diagnostics;
  }

  /**
   * Lets a node of the walk, which must be reported as done, keep what it needs open.
   *
   * @param user what will be done, such as a step
   * @param node the object of the configuration it is about
   */
  public synchronized void use(Object user, Node node, EphemeralNeeds needs) {
    Collection<Node.Resource> needed = needs.of(node);
    if (EphemeralNeeds.isEphemeral(node) && node instanceof Node.Resource resource) {
      hold(user, resource);
      needed.forEach(each -> hold(new WhileOpen(resource), each));
    } else {
      needed.forEach(each -> hold(user, each));
    }
  }

  private void hold(Object user, Node.Resource resource) {
    needed = true;
    uses.computeIfAbsent(user, missing -> new ArrayList<>()).add(resource);
    users.merge(resource, 1, Integer::sum);
  }

  /** Closes what only this user still needed. */
  public void done(Object user) {
    if (!needed) {
      return;
    }
    Deque<Object> ended = new ArrayDeque<>(List.of(user));
    while (!ended.isEmpty()) {
      for (Node.Resource resource : unused(ended.pop())) {
        close(resource);
        ended.add(new WhileOpen(resource));
      }
    }
  }

  private synchronized List<Node.Resource> unused(Object user) {
    List<Node.Resource> found = new ArrayList<>();
    List<Node.Resource> released = uses.remove(user);
    if (released != null) {
      for (Node.Resource resource : released) {
        if (users.merge(resource, -1, Integer::sum) == 0) {
          found.add(resource);
        }
      }
    }
    return found;
  }

  private void close(Node.Resource resource) {
    Deque<OpenInstance> instances;
    synchronized (this) {
      instances = open.getOrDefault(resource, new ArrayDeque<>());
      open.remove(resource);
    }
    instances.forEach(OpenInstance::close);
  }

  /** Closes all that are open, the ones opened last first: those may need the others. */
  public void closeAll() {
    List<Node.Resource> left;
    synchronized (this) {
      left = List.copyOf(open.keySet()).reversed();
    }
    left.forEach(this::close);
  }

  /**
   * Opens an instance, so that references see its value, all of which is ephemeral. What can't be
   * evaluated yet isn't opened while planning.
   *
   * @return whether there were no errors
   */
  public boolean open(
      Node.Resource node,
      ResourceType type,
      ModuleScope scope,
      ResourceInstances instances,
      InstanceKey key,
      Diagnostics own) {
    InstanceAddress address = instances.address().instance(key);
    ResourceConfiguration resource = node.resource();
    Conditions conditions = new Conditions(world, own);
    if (!checks.resource(node, address, conditions, scope, Severity.ERROR)) {
      return false;
    }
    Value config = type.block().decode(resource.body(), scope, own);
    Optional<GuardedProvider> provider = pool.configured(world.provider(node, address));
    if (own.hasErrors() || provider.isEmpty()) {
      return false;
    }
    Values.Unmarked unmarked = Values.unmarkDeep(config);
    if (!Values.isWhollyKnown(unmarked.value())) {
      return later(address, resource, type, unmarked, instances, own);
    }
    if (!ResourceCheck.instance(address, resource, type, provider.get(), unmarked.value(), own)) {
      return false;
    }
    EphemeralCalls calls = provider.get().ephemeral();
    Optional<EphemeralResource.OpenResponse> opened =
        timed.call(
            address,
            EphemeralAction.OPEN,
            () -> calls.open(address, resource, type, unmarked.value(), own));
    if (opened.isEmpty()) {
      return false;
    }
    keep(node, address, calls, opened.get(), () -> instances.expire(key));
    Value value = Values.remark(opened.get().result(), unmarked.marks()).marked(Marks.EPHEMERAL);
    instances.set(key, value);
    return checks.afterwards(node, address, conditions, scope.withSelf(value), Severity.ERROR)
        && !own.hasErrors();
  }

  private boolean later(
      InstanceAddress address,
      ResourceConfiguration resource,
      ResourceType type,
      Values.Unmarked config,
      ResourceInstances instances,
      Diagnostics own) {
    if (world.purpose() == World.Purpose.APPLY) {
      own.error(
          "Configuration contains unknown value",
          "The configuration of "
              + address
              + " still contains values that are not known, so that it can't be opened.",
          resource.declaration());
      return false;
    }
    observer.on(new Event.EphemeralDeferred(address));
    Value open = ProposedNew.withUnknownComputed(type.block(), config.value());
    instances.set(address.key(), Values.remark(open, config.marks()).marked(Marks.EPHEMERAL));
    return true;
  }

  private void keep(
      Node.Resource node,
      InstanceAddress address,
      EphemeralCalls calls,
      EphemeralResource.OpenResponse opened,
      Runnable expired) {
    OpenInstance instance =
        new OpenInstance(
            address,
            node.resource(),
            calls,
            opened.privateData(),
            timed,
            world.setting().clock(),
            diagnostics,
            expired);
    synchronized (this) {
      open.computeIfAbsent(node, missing -> new ArrayDeque<>()).push(instance);
    }
    opened.renewAt().ifPresent(instance::renewBefore);
  }
}
