package dev.ingot.deploy.call;

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

  /** Makes a provider ready. */
  public void configure(Node.Provider node, Diagnostics diagnostics) {
    if (pool.configured(node.address()).isPresent()) {
      return;
    }
    if (pool.isMocked(node.address())) {
      pool.configure(node.address(), Values.NULL, subject(node), diagnostics);
      return;
    }
    value(node, diagnostics)
        .ifPresent(config -> pool.configure(node.address(), config, subject(node), diagnostics));
  }

  /** Checks a provider's configuration only. */
  public void check(Node.Provider node, Diagnostics diagnostics) {
    if (!pool.isMocked(node.address())) {
      value(node, diagnostics)
          .ifPresent(config -> pool.check(node.address(), config, subject(node), diagnostics));
    }
  }

  private static CallSubject subject(Node.Provider node) {
    return new CallSubject(
        node.address().toString(),
        node.configuration().map(block -> new CallSubject.Block(block.body(), block.declaration())),
        true);
  }

  private Optional<Value> value(Node.Provider node, Diagnostics diagnostics) {
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
            node.configuration().get().body(),
            world.scope(modules.getFirst(), RepetitionData.NONE),
            own);
    diagnostics.addAll(own);
    return own.hasErrors() ? Optional.empty() : Optional.of(Values.unmarkDeep(config).value());
  }
}
