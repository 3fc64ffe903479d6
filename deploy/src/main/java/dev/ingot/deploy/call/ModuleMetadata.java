package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.configuration.Constants;
import dev.ingot.deploy.configuration.MetadataBlock;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What modules tell providers about themselves, with {@code provider_meta} blocks. Safe for use by
 * several threads. Rules: the recorded behaviour of Terraform 1.11.
 */
public final class ModuleMetadata {
  private final ModuleTree root;
  private final Map<Key, Value> known = new ConcurrentHashMap<>();

  private record Key(List<String> module, ProviderAddress provider) {}

  /**
   * @param root the root module
   */
  public ModuleMetadata(ModuleTree root) {
    this.root = root;
  }

  /** Checks what the module of a resource tells its provider; whether there is no fault. */
  public boolean check(
      Node.Resource node, Supplier<GuardedProvider> running, Diagnostics diagnostics) {
    Optional<MetadataBlock> block = block(node.module(), node.provider().provider());
    if (block.isEmpty()) {
      return true;
    }
    GuardedProvider provider = running.get();
    Optional<Schema> schema = provider.schema().providerMeta();
    if (schema.isEmpty()) {
      diagnostics.error(
          "Provider " + provider.address() + " doesn't support provider_meta",
          "The resource "
              + node
              + " belongs to a provider that doesn't support provider_meta blocks",
          block.get().declaration());
      return false;
    }
    Diagnostics own = new Diagnostics();
    Value _ = Constants.decode(schema.get(), block.get().body(), own);
    diagnostics.addAll(own);
    return !own.hasErrors();
  }

  /** A provider that is told, with each call, what the module of an instance says. */
  public GuardedProvider with(GuardedProvider provider, InstanceAddress address) {
    List<String> path = new ArrayList<>();
    for (ModuleAddress.Call call : address.module().calls()) {
      path.add(call.name());
    }
    Value told =
        known.computeIfAbsent(new Key(path, provider.address()), key -> find(key, provider));
    return told.isNull() ? provider : provider.told(told);
  }

  private Value find(Key key, GuardedProvider provider) {
    ModuleTree module = root;
    for (String name : key.module()) {
      ModuleTree child = module.children().get(name);
      if (child == null) {
        return Values.NULL;
      }
      module = child;
    }
    Optional<MetadataBlock> block = block(module, key.provider());
    Optional<Schema> schema = provider.schema().providerMeta();
    return block.isPresent() && schema.isPresent()
        ? Constants.decode(schema.get(), block.get().body(), new Diagnostics())
        : Values.NULL;
  }

  private static Optional<MetadataBlock> block(ModuleTree module, ProviderAddress provider) {
    return module.module().metadata().values().stream()
        .filter(
            block ->
                ProviderAddress.parse(module.module().providerAddress(block.provider()))
                    .equals(provider))
        .findFirst();
  }
}
