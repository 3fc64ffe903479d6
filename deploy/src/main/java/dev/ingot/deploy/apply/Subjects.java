package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.ResourceInstances;
import dev.ingot.deploy.evaluation.Touched;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import java.util.Optional;

/** Finds what an instance is changed with. */
final class Subjects {
  private final ApplyContext context;

  Subjects(ApplyContext context) {
    this.context = context;
  }

  /** The subject; empty when it can't be worked with, which is reported. */
  Optional<Subject> find(
      Node.Resource node, InstanceAddress address, Touched touched, Diagnostics diagnostics) {
    ResourceConfiguration resource = node.resource();
    Optional<ModuleInstance> module = context.world.instance(address.module());
    Optional<ResourceInstances> instances = module.flatMap(found -> found.resource(resource.key()));
    RepetitionData repetition =
        instances.map(found -> found.expansion().instances().get(address.key())).orElse(null);
    Optional<ResourceType> type =
        context.type(node.provider().provider(), resource.mode(), resource.type());
    Optional<GuardedProvider> provider =
        context
            .pool
            .configured(context.world.provider(node, address))
            .map(found -> context.metadata.with(found, address));
    if (module.isEmpty()
        || instances.isEmpty()
        || repetition == null
        || type.isEmpty()
        || provider.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "Instance no longer configured",
              address + " was planned, but it is no longer configured. Make a new" + " plan.",
              resource.declaration()));
      return Optional.empty();
    }
    return Optional.of(
        new Subject(
            node,
            type.get(),
            provider.get(),
            context.world.provider(node, address),
            instances.get(),
            address,
            context.world.scope(module.get(), repetition).telling(touched),
            diagnostics));
  }
}
