package dev.ingot.deploy.operation;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.apply.LeftOver;
import dev.ingot.deploy.call.CallLimits;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.Providers;
import dev.ingot.state.StateSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recovers what a process that died has left open. */
public final class Recovery {
  /** Limit of a lookup: what can't be looked up now is looked up later. */
  private static final CallLimits PATIENCE =
      new CallLimits(
          Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(1)), Duration.ofSeconds(30));

  private Recovery() {}

  /**
   * Finds out, through the providers, what became of changes that were begun and whose outcome was
   * not recorded, and brings the state in line. What can't be found out is reported, with all that
   * is known of it.
   *
   * @param state locked
   * @param variables the values of the root module's variables; providers may be configured by them
   * @return problems to report; none if nothing was left open
   */
  public static List<Diagnostic> settle(
      StateSession state,
      Configuration configuration,
      Map<String, Value> variables,
      Providers providers,
      Setting setting) {
    if (state.unresolved().isEmpty()) {
      return List.of();
    }
    Diagnostics diagnostics = new Diagnostics();
    try (ProviderPool pool =
        new ProviderPool(providers, setting.parallelism(), new Cancellation(), PATIENCE)) {
      Optional<ReferenceGraph> references =
          ReferenceGraph.build(configuration.root(), pool, new Diagnostics());
      new LeftOver(state, pool, setting, references, variables).settle(diagnostics);
    }
    return diagnostics.list();
  }
}
