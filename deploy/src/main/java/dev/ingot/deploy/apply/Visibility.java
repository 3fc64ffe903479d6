package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.evaluation.Expansion;
import dev.ingot.deploy.evaluation.Expansions;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ProviderSelection;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Between stages references see just the instances that have an object, with its values. */
final class Visibility {
  private final ApplyContext context;
  private final StepRunner runner;
  private final Set<InstanceAddress> hidden = ConcurrentHashMap.newKeySet();
  private volatile boolean incomplete;

  Visibility(ApplyContext context, StepRunner runner) {
    this.context = context;
    this.runner = runner;
  }

  /** Keeps an instance out of sight although it has an object. */
  void hide(InstanceAddress address) {
    hidden.add(address);
  }

  /** Takes that back. */
  void show(InstanceAddress address) {
    hidden.remove(address);
  }

  boolean isHidden(InstanceAddress address) {
    return hidden.contains(address);
  }

  /** Whether some instances are out of sight, so that not everything is known. */
  boolean incomplete() {
    return incomplete || !hidden.isEmpty();
  }

  /** Makes all configured instances of a resource known; their addresses. */
  List<InstanceAddress> all(Node.Resource node, Diagnostics diagnostics) {
    List<InstanceAddress> addresses = new ArrayList<>();
    for (ModuleInstance module : context.world.instances(node.module())) {
      Optional<Expansion> expansion =
          new Expansions(context.world, diagnostics).evaluate(module, node.resource());
      if (expansion.isPresent()) {
        ResourceInstances instances = module.expand(node, expansion.get());
        boolean _ =
            new ProviderSelection(
                    context.world,
                    provider -> context.pool.configured(provider).isPresent(),
                    diagnostics)
                .select(module, instances);
        for (InstanceKey key : expansion.get().instances().keySet()) {
          addresses.add(instances.address().instance(key));
        }
      }
    }
    return addresses;
  }

  /** Lets references see the instances that have an object, with its values as stored. */
  void refresh(Node.Resource node, Diagnostics diagnostics) {
    Optional<ResourceType> type =
        context.type(node.provider().provider(), node.resource().mode(), node.resource().type());
    for (ModuleInstance module : context.world.instances(node.module())) {
      Optional<ResourceInstances> found = module.resource(node.resource().key());
      if (found.isEmpty() || type.isEmpty()) {
        continue;
      }
      ResourceInstances instances = found.get();
      Map<InstanceKey, Value> values = new LinkedHashMap<>();
      for (InstanceKey key : instances.expansion().instances().keySet()) {
        InstanceAddress address = instances.address().instance(key);
        if (!isHidden(address)) {
          runner
              .stored(node, type.get(), address, diagnostics)
              .ifPresent(value -> values.put(key, value));
        }
      }
      if (values.size() < instances.expansion().instances().size()) {
        incomplete = true;
        if (instances.expansion().kind() != Expansion.Kind.SINGLE) {
          Map<InstanceKey, dev.ingot.deploy.evaluation.RepetitionData> visible =
              new LinkedHashMap<>(instances.expansion().instances());
          visible.keySet().retainAll(values.keySet());
          module.expand(node, new Expansion(instances.expansion().kind(), visible));
        }
      }
      values.forEach(instances::set);
    }
  }

  /** Starts anew: what is out of sight is found out again. */
  void reset() {
    incomplete = false;
  }
}
