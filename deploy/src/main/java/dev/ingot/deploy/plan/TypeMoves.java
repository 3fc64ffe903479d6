package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectMover;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes objects that {@code moved} statements give to a resource of another type, or of another
 * provider, into objects of that type. Rules: recorded behaviour of Terraform 1.11.
 */
final class TypeMoves {
  private final ReferenceGraph references;
  private final ProviderPool pool;
  private final Diagnostics diagnostics;

  TypeMoves(ReferenceGraph references, ProviderPool pool, Diagnostics diagnostics) {
    this.references = references;
    this.pool = pool;
    this.diagnostics = diagnostics;
  }

  /** The state with these objects; only the new addresses count. */
  State apply(State moved, Map<InstanceAddress, InstanceAddress> previous) {
    Map<InstanceAddress, Optional<InstanceState>> removed = new HashMap<>();
    Map<InstanceAddress, Optional<InstanceState>> made = new HashMap<>();
    Map<InstanceAddress, ProviderConfigAddress> providers = new HashMap<>();
    previous.forEach(
        (to, from) -> {
          Optional<Node.Resource> node = references.resource(to.resource().configuration());
          Optional<ProviderAddress> source =
              moved.resource(to.resource()).map(ResourceState::provider).map(p -> p.provider());
          if (node.isEmpty() || source.isEmpty()) {
            return;
          }
          boolean same =
              from.resource().type().equals(to.resource().type())
                  && source.get().equals(node.get().provider().provider());
          if (!same) {
            removed.put(to, Optional.empty());
            converted(moved, to, from, source.get(), node.get())
                .ifPresent(instance -> made.put(to, Optional.of(instance)));
            providers.put(to, node.get().provider());
          }
        });
    return PriorState.with(
        PriorState.with(moved, removed, _ -> Optional.empty()),
        made,
        to -> Optional.ofNullable(providers.get(to)));
  }

  private Optional<InstanceState> converted(
      State moved,
      InstanceAddress to,
      InstanceAddress from,
      ProviderAddress source,
      Node.Resource node) {
    ProviderAddress target = node.provider().provider();
    Optional<ResourceType> type = pool.type(target, to.resource().mode(), to.resource().type());
    Optional<GuardedProvider> provider = pool.unconfigured(target);
    Optional<ObjectState> current = moved.instance(to).flatMap(InstanceState::current);
    if (type.isEmpty() || provider.isEmpty() || current.isEmpty()) {
      return moved.instance(to);
    }
    return ObjectMover.move(
            to,
            source,
            from.resource().type(),
            current.get(),
            type.get(),
            provider.get(),
            diagnostics)
        .flatMap(object -> moved.instance(to).map(instance -> instance.withCurrent(object)));
  }
}
