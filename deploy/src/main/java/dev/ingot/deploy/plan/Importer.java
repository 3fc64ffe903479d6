package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredIdentities;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.lang.Diagnostics;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import java.util.List;
import java.util.Optional;

/** Finds objects that are to be imported. */
final class Importer {
  private final PlanContext context;
  private final ObjectReader reader;

  Importer(PlanContext context) {
    this.context = context;
    this.reader = new ObjectReader(context.observer);
  }

  /** The object an id or identity stands for; empty after an error. */
  Optional<ObjectReader.Found> find(
      Node.Resource node,
      InstanceAddress address,
      Imports.Asked asked,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    context.observer.on(new Event.ImportPrepare(address, asked.key()));
    Optional<List<ImportResourceState.Imported>> answer =
        ObjectReader.find(address, asked.id(), asked.identity(), type, provider, diagnostics);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    Optional<ImportResourceState.Imported> imported =
        answer.get().stream().filter(each -> each.type().equals(type.name())).findFirst();
    if (imported.isEmpty()) {
      missing(node, asked.key().text(), diagnostics);
      return Optional.empty();
    }
    ObjectState stored =
        ObjectState.builder(StoredObjects.attributes(imported.get().value(), type))
            .schemaVersion(type.schema().version())
            .privateBytes(imported.get().privateData())
            .identity(StoredIdentities.stored(imported.get().identity(), Optional.empty(), type))
            .dependencies(context.dependencies.stored(node))
            .build();
    ObjectReader.Found first = new ObjectReader.Found(stored, imported.get().value());
    return switch (reader.again(address, Optional.empty(), first, type, provider, diagnostics)) {
      case ObjectReader.Present(ObjectReader.Found found, boolean _, boolean _) -> {
        context.refresh(
            address,
            context.world.provider(node, address),
            Optional.of(InstanceState.of(found.stored())));
        yield Optional.of(found);
      }
      case ObjectReader.Gone() -> {
        missing(node, asked.key().text(), diagnostics);
        yield Optional.empty();
      }
      case ObjectReader.Failed() -> Optional.empty();
    };
  }

  private static void missing(Node.Resource node, String id, Diagnostics diagnostics) {
    diagnostics.error(
        "Cannot import non-existent remote object",
        "While attempting to import an existing object to \""
            + node
            + "\", the provider detected that no object exists with the given id \""
            + id
            + "\". Only pre-existing objects can be imported; check that the id is correct and that"
            + " it is associated with the provider's configured region or endpoint, or remove the"
            + " import block to create a new object for this resource.",
        node.resource().declaration());
  }
}
