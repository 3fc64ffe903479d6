package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.ObjectState;
import java.util.Optional;

/** Objects as their providers report them at this moment. */
final class PresentObjects {
  private final ApplyContext context;
  private final StepRunner runner;

  PresentObjects(ApplyContext context, StepRunner runner) {
    this.context = context;
    this.runner = runner;
  }

  /** The current object of an instance; empty if it can't be read, null if it is gone. */
  Optional<Value> read(InstanceAddress address) {
    Optional<ObjectState> stored = context.session.state().current(address);
    Optional<Node.Resource> node = runner.node(address);
    if (stored.isEmpty() || node.isEmpty()) {
      return Optional.empty();
    }
    Optional<ResourceType> type =
        context.type(
            node.get().provider().provider(),
            node.get().resource().mode(),
            node.get().resource().type());
    Optional<GuardedProvider> provider = context.pool.configured(node.get().provider());
    return type.isEmpty() || provider.isEmpty()
        ? Optional.empty()
        : read(address, stored.get(), type.get(), provider.get());
  }

  private static Optional<Value> read(
      InstanceAddress address, ObjectState stored, ResourceType type, GuardedProvider provider) {
    Diagnostics ignored = new Diagnostics();
    Optional<ObjectReader.Found> found =
        ObjectReader.stored(address, stored, type, provider, ignored);
    return found.flatMap(
        before ->
            switch (new ObjectReader(_ -> {})
                .again(address, Optional.empty(), before, type, provider, ignored)) {
              case ObjectReader.Present present -> Optional.of(present.found().value());
              case ObjectReader.Gone() -> Optional.of(Values.NULL);
              case ObjectReader.Failed() -> Optional.empty();
            });
  }
}
