package dev.ingot.deploy.call;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.configuration.ProviderConfiguration;
import dev.ingot.deploy.evaluation.Expansion;
import dev.ingot.deploy.evaluation.Expansions;
import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ProviderSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the configurations of providers, and makes providers ready. */
public final class ProviderSetup {
  private final World world;
  private final ProviderPool pool;

  /** For the providers of a pool. */
  public ProviderSetup(World world, ProviderPool pool) {
    this.world = world;
    this.pool = pool;
  }

  /** Makes a provider ready, once for each configuration that the block makes. */
  public void configure(Node.Provider node, Diagnostics diagnostics) {
    instances(node, diagnostics)
        .forEach(
            (key, repetition) ->
                configure(node, node.address().instance(key), repetition, diagnostics));
  }

  private void configure(
      Node.Provider node,
      ProviderConfigAddress address,
      RepetitionData repetition,
      Diagnostics diagnostics) {
    if (pool.configured(address).isPresent()) {
      return;
    }
    if (pool.isMocked(address)) {
      pool.configure(address, Values.NULL, subject(node, address), diagnostics);
      return;
    }
    value(node, repetition, diagnostics)
        .ifPresent(config -> pool.configure(address, config, subject(node, address), diagnostics));
  }

  /** Checks a provider's configuration only. */
  public void check(Node.Provider node, Diagnostics diagnostics) {
    if (pool.isMocked(node.address())) {
      return;
    }
    Map<InstanceKey, RepetitionData> instances = instances(node, diagnostics);
    RepetitionData repetition =
        node.configuration().flatMap(ProviderConfiguration::forEach).isPresent()
            ? RepetitionData.anyEach()
            : RepetitionData.NONE;
    if (!instances.isEmpty() || !diagnostics.hasErrors()) {
      value(node, repetition, diagnostics)
          .ifPresent(
              config ->
                  pool.check(node.address(), config, subject(node, node.address()), diagnostics));
    }
  }

  private Map<InstanceKey, RepetitionData> instances(Node.Provider node, Diagnostics diagnostics) {
    Optional<ProviderConfiguration> block = node.configuration();
    if (block.flatMap(ProviderConfiguration::forEach).isEmpty()) {
      return Expansion.SINGLE.instances();
    }
    List<ModuleInstance> modules = world.instances(node.module());
    return modules.isEmpty()
        ? Map.of()
        : new Expansions(world, diagnostics)
            .evaluate(modules.getFirst(), block.get())
            .map(Expansion::instances)
            .orElse(Map.of());
  }

  private static CallSubject subject(Node.Provider node, ProviderConfigAddress address) {
    return new CallSubject(
        address.toString(),
        node.configuration().map(block -> new CallSubject.Block(block.body(), block.declaration())),
        true);
  }

  private Optional<Value> value(
      Node.Provider node, RepetitionData repetition, Diagnostics diagnostics) {
    Optional<ProviderSchema> schema = pool.find(node.address().provider());
    if (schema.isEmpty()) {
      return Optional.empty();
    }
    Schema block = schema.get().provider();
    if (node.configuration().isEmpty()) {
      return Optional.of(block.emptyValue());
    }
    List<ModuleInstance> modules = world.instances(node.module());
    if (modules.isEmpty()) {
      return Optional.empty();
    }
    Diagnostics own = new Diagnostics();
    Value config =
        block.decode(
            node.configuration().get().body(), world.scope(modules.getFirst(), repetition), own);
    diagnostics.addAll(own);
    return own.hasErrors() ? Optional.empty() : Optional.of(Values.unmarkDeep(config).value());
  }
}
