package dev.ingot.deploy.document;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.Providers;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes the objects of states by the schemas of their providers. */
public final class DecodedState implements AutoCloseable {
  private final ProviderPool pool;

  /** With these providers, which are started on demand. */
  public DecodedState(Providers providers) {
    this.pool = new ProviderPool(providers);
  }

  /**
   * A stored object.
   *
   * @param deposed its key; empty for the current object
   * @param value with its marks
   */
  public record Stored(
      InstanceAddress address,
      String provider,
      Optional<DeposedKey> deposed,
      Schema schema,
      ObjectState object,
      Value value) {
    /** Whether it is to be replaced. */
    public boolean isTainted() {
      return object.status() == ObjectStatus.TAINTED;
    }
  }

  /** All objects of a state, in order; those that can't be decoded are reported. */
  public List<Stored> all(State state, Diagnostics diagnostics) {
    List<Stored> all = new ArrayList<>();
    for (ResourceState resource : state.resources().values()) {
      resource
          .instances()
          .forEach(
              (key, instance) -> {
                InstanceAddress address = resource.address().instance(key);
                instance
                    .current()
                    .flatMap(
                        object ->
                            decode(
                                address,
                                resource.provider(),
                                Optional.empty(),
                                object,
                                diagnostics))
                    .ifPresent(all::add);
                instance
                    .deposed()
                    .forEach(
                        (deposed, object) ->
                            decode(
                                    address,
                                    resource.provider(),
                                    Optional.of(deposed),
                                    object,
                                    diagnostics)
                                .ifPresent(all::add));
              });
    }
    return all;
  }

  private Optional<Stored> decode(
      InstanceAddress address,
      ProviderConfigAddress config,
      Optional<DeposedKey> deposed,
      ObjectState object,
      Diagnostics diagnostics) {
    Optional<ResourceTypeSchema> schema =
        pool.find(config.provider())
            .flatMap(
                found ->
                    switch (address.resource().mode()) {
                      case MANAGED -> found.resourceType(address.resource().type());
                      case DATA -> found.dataSource(address.resource().type());
                      case EPHEMERAL -> found.ephemeralResource(address.resource().type());
                    });
    Optional<GuardedProvider> running = pool.unconfigured(config.provider());
    if (schema.isEmpty() || running.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              "Failed to load plugin schemas",
              "The state holds "
                  + address
                  + " of provider "
                  + config.provider()
                  + ", which is not available or has no such type."));
      return Optional.empty();
    }
    ResourceType type = new ResourceType(address.resource().type(), schema.get());
    return ObjectReader.read(address, object, type, running.get(), diagnostics)
        .map(
            value ->
                new Stored(
                    address,
                    config.provider().toString(),
                    deposed,
                    schema.get().block(),
                    object,
                    type.withSchemaMarks(value)));
  }

  @Override
  public void close() {
    pool.close();
  }
}
