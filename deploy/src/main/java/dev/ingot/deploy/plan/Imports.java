package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ImportKey;
import dev.ingot.deploy.configuration.ImportBlock;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredValues;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The objects that the {@code import} blocks of the root module ask for. A block that names no
 * instance is an error: what exists already would be made a second time. Rules: the recorded
 * behaviour of Terraform 1.11.
 */
final class Imports {
  private final ImportKeys keys;
  private final ImportIds ids;
  private final Map<ConfigResource, List<ImportBlock>> blocks = new HashMap<>();
  private final Map<InstanceAddress, Import> imports = new HashMap<>();

  /** One object to be imported. */
  private record Import(ImportBlock block, RepetitionData repetition) {}

  /**
   * The blocks of a configuration.
   *
   * @param active whether anything is imported
   */
  Imports(ReferenceGraph references, World world, boolean active, Diagnostics diagnostics) {
    this.keys = new ImportKeys(world);
    this.ids = new ImportIds(world);
    if (!active) {
      return;
    }
    for (ImportBlock block : references.root().tree().module().imports()) {
      ConfigResource target = block.to().block();
      if (references.resource(target).isEmpty()) {
        missing(block, target, diagnostics);
      } else {
        blocks.computeIfAbsent(target, none -> new ArrayList<>()).add(block);
      }
    }
  }

  private static void missing(ImportBlock block, ConfigResource target, Diagnostics diagnostics) {
    if (!block.isSingle() && block.to().modules().isEmpty()) {
      diagnostics.add(block.notSingle());
      return;
    }
    diagnostics.error(
        "Configuration for import target does not exist",
        "The configuration for the given import target "
            + target
            + " does not exist. If you wish to automatically generate config for this resource,"
            + " use the -generate-config-out option within terraform plan. Otherwise, make sure"
            + " the target resource exists within your configuration. For example:\n\n"
            + "  terraform plan -generate-config-out=generated.tf",
        block.to().range());
  }

  /**
   * Finds out which instances of a resource are to be imported. What its blocks depend on has to be
   * known by now.
   *
   * @param instances those that the configuration declares
   * @return whether all that is asked for is among them
   */
  synchronized boolean expand(
      ConfigResource resource, Set<InstanceAddress> instances, Diagnostics diagnostics) {
    List<ImportBlock> asked = blocks.getOrDefault(resource, List.of());
    if (asked.isEmpty()) {
      return true;
    }
    Diagnostics own = new Diagnostics();
    Map<InstanceAddress, Import> found = new TreeMap<>();
    for (ImportBlock block : asked) {
      for (RepetitionData each : keys.elements(block, own)) {
        keys.address(block.to(), each, own)
            .ifPresent(address -> found.put(address, new Import(block, each)));
      }
    }
    for (InstanceAddress address : found.keySet()) {
      if (!instances.contains(address)) {
        own.add(
            Diagnostic.error(
                "Configuration for import target does not exist",
                "The configuration for the given import "
                    + address
                    + " does not exist. All target instances must have an associated configuration"
                    + " to be imported."));
      }
    }
    imports.putAll(found);
    diagnostics.addAll(own);
    return !own.hasErrors();
  }

  /** Whether a block asks for instances of a resource. */
  boolean any(ConfigResource resource) {
    return blocks.containsKey(resource);
  }

  /** Whether an instance is to be imported. */
  synchronized boolean has(InstanceAddress address) {
    return imports.containsKey(address);
  }

  /**
   * What to import.
   *
   * @param key for users
   * @param id for the provider; empty where there is an identity
   */
  record Asked(ImportKey key, String id, Optional<Value> identity) {}

  /** What an instance is known by; empty after an error. */
  Optional<Asked> asked(InstanceAddress address, ResourceType type, Diagnostics diagnostics) {
    Import found;
    synchronized (this) {
      found = imports.get(address);
    }
    return found == null
        ? Optional.empty()
        : found.block().identity()
            ? ids.identity(found.block(), found.repetition(), type, diagnostics)
                .map(
                    value ->
                        new Asked(
                            ImportKey.identity(StoredValues.text(value, value.type())),
                            "",
                            Optional.of(value)))
            : ids.id(found.block(), found.repetition(), diagnostics)
                .map(id -> new Asked(ImportKey.id(id), id, Optional.empty()));
  }
}
