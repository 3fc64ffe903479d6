package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ModuleMetadata;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.call.Throttle;
import dev.ingot.deploy.ephemeral.EphemeralResources;
import dev.ingot.deploy.evaluation.Checks;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Dependencies;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Shared by the parts of one planning run. */
final class PlanContext {
  final PlanOptions options;
  final ReferenceGraph references;
  final World world;
  final ProviderPool pool;
  final Throttle throttle;
  final Observer observer;
  final State prior;
  final Map<InstanceAddress, InstanceAddress> moved;
  final Imports imports;
  final CreateBeforeDestroy createBeforeDestroy;
  final Dependencies dependencies;
  final Diagnostics diagnostics = new Diagnostics();

  /** The data sources of checks that could not be read. */
  final Set<InstanceAddress> unread = ConcurrentHashMap.newKeySet();

  /** Results of check blocks; applying evaluates them again. */
  final Diagnostics assertions = new Diagnostics();

  final Checks checks;

  final EphemeralResources ephemeral;
  final ModuleMetadata metadata;

  /** What is destroyed since it depends on a target. */
  final Set<Node> followers;

  /** What providers are configured by. */
  final Set<Node> ofProviders;

  private final List<ResourceChange> changes = Collections.synchronizedList(new ArrayList<>());
  private final List<ResourceChange> drift = Collections.synchronizedList(new ArrayList<>());
  private final Map<InstanceAddress, Optional<InstanceState>> refreshed = new ConcurrentHashMap<>();
  private final Map<ResourceAddress, ProviderConfigAddress> refreshedProviders =
      new ConcurrentHashMap<>();
  private final Map<InstanceAddress, ResourceChange> pending = new ConcurrentHashMap<>();
  private final Set<ConfigResource> changing = ConcurrentHashMap.newKeySet();

  PlanContext(
      PlanOptions options,
      ReferenceGraph references,
      World world,
      ProviderPool pool,
      Observer observer,
      State prior,
      Map<InstanceAddress, InstanceAddress> moved,
      Imports imports) {
    this.options = options;
    this.references = references;
    this.world = world;
    this.pool = pool;
    this.throttle = pool.throttle();
    this.observer = observer;
    this.prior = prior;
    this.moved = moved;
    this.imports = imports;
    this.checks = new Checks(references.graph().nodes(), List.of());
    this.ephemeral = new EphemeralResources(world, pool, observer, checks, diagnostics);
    this.metadata = new ModuleMetadata(references.root().tree());
    this.followers = TargetFilter.followers(references.graph(), options);
    this.createBeforeDestroy = CreateBeforeDestroy.of(references.graph());
    this.dependencies = new Dependencies(references.graph());
    this.ofProviders =
        options.mode() == PlanMode.DESTROY
            ? Set.copyOf(
                references
                    .graph()
                    .withDependencies(
                        references.graph().nodes().stream()
                            .filter(node -> node instanceof Node.Provider)
                            .toList()))
            : Set.of();
  }

  /** The severity of a failed condition of a resource: nothing follows from it here. */
  Severity severity() {
    return options.mode() == PlanMode.NORMAL ? Severity.ERROR : Severity.WARNING;
  }

  /** A resource's type; empty if its provider doesn't have it. */
  Optional<ResourceType> type(ProviderAddress provider, ResourceMode mode, String name) {
    return pool.type(provider, mode, name);
  }

  /** The provider of an instance; it was made ready before what needs it. */
  GuardedProvider provider(Node.Resource node, InstanceAddress address) {
    return metadata.with(provider(world.provider(node, address)), address);
  }

  /** The provider of a resource, whichever of its configurations. */
  GuardedProvider anyProvider(Node.Resource node) {
    return node.providerKey().isEmpty()
        ? provider(node.provider())
        : pool.unconfigured(node.provider().provider())
            .orElseThrow(() -> new IllegalStateException(node.provider() + " has no schema"));
  }

  /** The provider made ready under an address; it was made ready before what needs it. */
  private GuardedProvider provider(ProviderConfigAddress address) {
    return pool.configured(address)
        .orElseThrow(() -> new IllegalStateException(address + " is not configured"));
  }

  /** Where an object was before a move. */
  InstanceAddress previous(InstanceAddress address) {
    return moved.getOrDefault(address, address);
  }

  void add(ResourceChange change) {
    note(change);
    if (change.deposed().isEmpty()) {
      pending.put(change.address(), change);
    }
  }

  /** Plans a deposed object. */
  void addDeposed(ResourceChange change) {
    boolean wanted = options.mode() != PlanMode.REFRESH_ONLY && options.includes(change.address());
    if (wanted) {
      note(change);
    }
  }

  private void note(ResourceChange change) {
    changes.add(change);
    if (change.action() != ChangeAction.NO_OP) {
      changing.add(change.address().resource().configuration());
    }
  }

  /** Whether an object of a block will change while applying, as far as that is planned. */
  boolean isChanging(ConfigResource block) {
    return changing.contains(block);
  }

  /** Whether an instance of a resource is left as it is, since others of it are targets. */
  boolean isLeft(Node.Resource node, InstanceAddress address) {
    boolean excluded = options.excludes().stream().anyMatch(target -> target.matches(address));
    return excluded
        || (!options.targets().isEmpty()
            && TargetFilter.isNamed(node, options)
            && !followers.contains(node)
            && options.targets().stream().noneMatch(target -> target.matches(address)));
  }

  void addDrift(ResourceChange change) {
    drift.add(change);
  }

  /** The change planned for an instance so far. */
  Optional<ResourceChange> change(InstanceAddress address) {
    return Optional.ofNullable(pending.get(address));
  }

  /** Notes what reading an instance again found. */
  void refresh(
      InstanceAddress address, ProviderConfigAddress provider, Optional<InstanceState> found) {
    refreshed.put(address, found.map(state -> state.withProviderKey(provider.key())));
    refreshedProviders.put(address.resource(), provider);
  }

  /** Whether the state says that an instance has this provider, whichever configuration of it. */
  boolean hasProvider(InstanceAddress address, ProviderConfigAddress provider) {
    return prior
        .resource(address.resource())
        .map(ResourceState::provider)
        .filter(before -> before.block().equals(provider.block()))
        .isPresent();
  }

  /** What is known of an instance now: as stored, or as read again. */
  Optional<InstanceState> instance(InstanceAddress address) {
    Optional<InstanceState> again = refreshed.get(address);
    return again == null ? prior.instance(address) : again;
  }

  Map<InstanceAddress, Optional<InstanceState>> refreshed() {
    return refreshed;
  }

  Optional<ProviderConfigAddress> refreshedProvider(InstanceAddress address) {
    return Optional.ofNullable(refreshedProviders.get(address.resource()));
  }

  List<ResourceChange> changes() {
    List<ResourceChange> sorted = new ArrayList<>(changes);
    Collections.sort(sorted);
    return sorted;
  }

  List<ResourceChange> drift() {
    List<ResourceChange> sorted = new ArrayList<>(drift);
    Collections.sort(sorted);
    return sorted;
  }

  /**
   * Whether a module's instances could not be told, or were not looked at, so that nothing follows
   * from their absence.
   */
  boolean unexpanded(InstanceAddress address) {
    ModuleInstance at = world.root();
    for (ModuleAddress.Call call : address.module().calls()) {
      if (!at.nodes().tree().module().calls().containsKey(call.name())) {
        return false;
      }
      Optional<ModuleInstance.Calls> calls = at.calls(call.name());
      if (calls.isEmpty()) {
        return true;
      }
      ModuleInstance next = calls.get().instances().get(call.key());
      if (next == null) {
        return false;
      }
      at = next;
    }
    return false;
  }
}
