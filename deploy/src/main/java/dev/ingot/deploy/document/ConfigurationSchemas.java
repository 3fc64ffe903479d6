package dev.ingot.deploy.document;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.Map;
import java.util.Optional;

/**
 * The schemas of what a configuration declares.
 *
 * @param providers those of its providers
 */
record ConfigurationSchemas(Map<ProviderAddress, ProviderSchema> providers) {
  /** The name by which a module knows the provider of a resource. */
  static String localName(ResourceConfiguration resource) {
    return resource
        .provider()
        .map(reference -> reference.localName())
        .orElseGet(() -> ModuleConfiguration.impliedProvider(resource.type()));
  }

  /** The schema of a resource; empty if its provider doesn't have it. */
  Optional<ResourceTypeSchema> of(ModuleTree tree, ResourceConfiguration resource) {
    try {
      ProviderAddress address =
          ProviderAddress.parse(tree.module().providerAddress(localName(resource)));
      return Optional.ofNullable(providers.get(address))
          .flatMap(
              provider ->
                  switch (resource.mode()) {
                    case MANAGED -> provider.resourceType(resource.type());
                    case DATA -> provider.dataSource(resource.type());
                    case EPHEMERAL -> provider.ephemeralResource(resource.type());
                  });
    } catch (AddressException e) {
      return Optional.empty();
    }
  }
}
