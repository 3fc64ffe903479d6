package dev.ingot.deploy.call;

import dev.ingot.deploy.evaluation.ModuleInstance;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ProviderSchema;
import java.util.List;
import java.util.Optional;

/** Checks the configurations of providers, and makes providers ready. */
public final class ProviderSetup {
  private final World world;
  private final ProviderPool pool;
  private final CallContext calls;

  /** For the providers of a pool. */
  public ProviderSetup(World world, ProviderPool pool, CallContext calls) {
    this.world = world;
    this.pool = pool;
    this.calls = calls;
  }

  /** Makes a provider ready. */
  public void configure(Node.Provider node, Diagnostics diagnostics) {
    if (pool.configured(node.address()).isPresent()) {
      return;
    }
    value(node, diagnostics)
        .ifPresent(
            config -> {
              if (validate(node, config, diagnostics)) {
                report(node, call(node, config, diagnostics), diagnostics);
              }
            });
  }

  /** Checks a provider's configuration only. */
  public void check(Node.Provider node, Diagnostics diagnostics) {
    value(node, diagnostics).ifPresent(config -> validate(node, config, diagnostics));
  }

  private List<ProviderDiagnostic> call(Node.Provider node, Value config, Diagnostics diagnostics) {
    try {
      return pool.configure(node.address(), config, calls);
    } catch (ProviderException e) {
      failed(node, e, diagnostics);
      return List.of();
    }
  }

  private boolean validate(Node.Provider node, Value config, Diagnostics diagnostics) {
    try {
      Optional<Provider> provider = pool.unconfigured(node.address().provider());
      return provider.isPresent()
          && report(node, provider.get().validateProviderConfig(config, calls), diagnostics);
    } catch (ProviderException e) {
      failed(node, e, diagnostics);
      return false;
    }
  }

  private static void failed(Node.Provider node, ProviderException e, Diagnostics diagnostics) {
    diagnostics.add(
        Diagnostic.error(
            "Provider not usable",
            "The provider " + node.address().provider() + " did not answer: " + e.getMessage()));
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

  private static boolean report(
      Node.Provider node, List<ProviderDiagnostic> said, Diagnostics diagnostics) {
    boolean good = true;
    for (ProviderDiagnostic each : said) {
      diagnostics.add(
          node.configuration().isPresent()
              ? ProviderDiagnostics.of(
                  each, node.configuration().get().body(), node.configuration().get().declaration())
              : ProviderDiagnostics.of(each, node.address().toString()));
      good &= !each.isError();
    }
    return good;
  }
}
