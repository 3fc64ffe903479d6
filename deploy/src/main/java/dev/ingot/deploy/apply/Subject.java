package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.ModuleScope;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;

/** One configured instance and what it is changed with. */
record Subject(
    Node.Resource node,
    ResourceType type,
    GuardedProvider provider,
    ProviderConfigAddress configuration,
    ResourceInstances instances,
    InstanceAddress address,
    ModuleScope scope,
    Diagnostics diagnostics) {
  ResourceConfiguration resource() {
    return node.resource();
  }
}
