package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.ProviderSelection;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.lang.Diagnostics;
import dev.ingot.state.ResourceState;
import java.util.Optional;

/** Chooses the configurations of a provider's block that instances are planned with. */
final class ProviderChoice {
  private final PlanContext context;

  ProviderChoice(PlanContext context) {
    this.context = context;
  }

  /** Chooses for the instances of a resource; returns whether there were no errors. */
  boolean choose(ModuleInstance module, ResourceInstances instances, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    boolean good =
        new ProviderSelection(context.world, this::isPresent, own).select(module, instances);
    if (!good && context.options.mode() == PlanMode.DESTROY) {
      // What is to go needs no evaluation: the state says what it was made with.
      return stored(instances, diagnostics);
    }
    diagnostics.addAll(own);
    return good;
  }

  private boolean isPresent(ProviderConfigAddress provider) {
    return context.pool.configured(provider).isPresent();
  }

  private boolean stored(ResourceInstances instances, Diagnostics diagnostics) {
    Optional<ResourceState> resource = context.prior.resource(instances.address());
    for (InstanceKey key :
        resource.map(found -> found.instances().keySet()).orElse(java.util.Set.of())) {
      ProviderConfigAddress provider = resource.get().provider(key);
      if (!isPresent(provider)) {
        diagnostics.add(ProviderSelection.missing(provider, instances.address().instance(key)));
        return false;
      }
      instances.setProvider(key, provider);
    }
    return true;
  }
}
