package dev.ingot.deploy.reference;

import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.Optional;

/** The schemas of providers. */
@FunctionalInterface
public interface Schemas {
  /** The schema of a provider; empty if there is no such provider. */
  Optional<ProviderSchema> find(ProviderAddress address);

  /** The schema of a type of resources. */
  default Optional<ResourceTypeSchema> resource(
      ProviderAddress address, ResourceMode mode, String type) {
    return find(address)
        .flatMap(
            schema ->
                switch (mode) {
                  case MANAGED -> schema.resourceType(type);
                  case DATA -> schema.dataSource(type);
                  case EPHEMERAL -> schema.ephemeralResource(type);
                });
  }
}
