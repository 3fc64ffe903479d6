package dev.ingot.deploy.reference;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.PassedProvider;
import dev.ingot.deploy.configuration.ProviderReference;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostics;
import java.util.Map;
import java.util.Optional;

/** Finds the provider configuration a resource uses: its module's, or one passed by a caller. */
final class ProviderResolution {
  private final Map<String, ModuleTree> parents;

  /**
   * @param parents the calling module of each module but the root, by address
   */
  ProviderResolution(Map<String, ModuleTree> parents) {
    this.parents = parents;
  }

  /**
   * What was found.
   *
   * @param address the block
   * @param key which of its configurations; empty where it makes one
   */
  record Resolved(ProviderConfigAddress address, Optional<ProviderKey> key) {}

  Resolved of(ModuleTree module, ResourceConfiguration resource) {
    String localName =
        resource
            .provider()
            .map(ProviderReference::localName)
            .orElseGet(() -> ModuleConfiguration.impliedProvider(resource.type()));
    String alias = resource.provider().map(ProviderReference::alias).orElse("");
    return resolved(
        module,
        localName,
        alias,
        resource
            .provider()
            .flatMap(ProviderReference::key)
            .map(key -> new ProviderKey(key, Optional.empty())));
  }

  /** The configuration that an import in the same module uses. */
  ProviderConfigAddress of(ModuleTree module, ImportBlock block) {
    ResourceConfiguration declared =
        module.module().resources().get(block.to().block().localText());
    return declared != null
        ? of(module, declared).address()
        : of(
            module,
            block
                .provider()
                .map(ProviderReference::localName)
                .orElseGet(() -> ModuleConfiguration.impliedProvider(block.to().type())),
            block.provider().map(ProviderReference::alias).orElse(""));
  }

  ProviderConfigAddress of(ModuleTree module, String localName, String alias) {
    return resolved(module, localName, alias, Optional.empty()).address();
  }

  private Resolved resolved(
      ModuleTree module, String localName, String alias, Optional<ProviderKey> written) {
    Optional<ProviderKey> key = written;
    ProviderAddress provider = address(module, localName);
    ModuleTree at = module;
    String name = localName;
    String variant = alias;
    while (true) {
      String text = variant.isEmpty() ? name : name + "." + variant;
      ModuleTree parent = parents.get(at.address());
      if (at.module().providers().containsKey(text) || parent == null) {
        return new Resolved(
            new ProviderConfigAddress(
                at.address(),
                provider,
                variant.isEmpty() ? Optional.empty() : Optional.of(variant)),
            key);
      }
      ModuleCall call = parent.module().calls().get(at.path().getLast());
      PassedProvider passed = call == null ? null : call.providers().get(text);
      if (passed != null) {
        name = passed.outside().localName();
        variant = passed.outside().alias();
        Optional<Integer> depth = Optional.of(at.path().size());
        if (passed.outside().key().isPresent()) {
          key = Optional.of(new ProviderKey(passed.outside().key().get(), depth));
        }
      } else {
        name = localNameOf(parent, provider).orElse(name);
      }
      at = parent;
    }
  }

  /** Reports a resource that uses an undeclared configuration. */
  static void requireConfigured(
      Node.Provider provider, Node.Resource node, Diagnostics diagnostics) {
    if (provider.configuration().isEmpty() && node.provider().alias().isPresent()) {
      diagnostics.error(
          "Provider configuration not present",
          node
              + " uses the provider configuration "
              + node.provider()
              + ", which is not declared. Add a \"provider\" block with this alias, or name another"
              + " configuration.",
          node.resource()
              .provider()
              .map(ProviderReference::range)
              .orElse(node.resource().declaration()));
    }
  }

  private static Optional<String> localNameOf(ModuleTree module, ProviderAddress provider) {
    return module.module().requirements().values().stream()
        .filter(requirement -> requirement.source().equals(provider.toString()))
        .map(requirement -> requirement.localName())
        .findFirst();
  }

  private static ProviderAddress address(ModuleTree module, String localName) {
    try {
      return ProviderAddress.parse(module.module().providerAddress(localName));
    } catch (AddressException e) {
      return ProviderAddress.implied("invalid");
    }
  }
}
