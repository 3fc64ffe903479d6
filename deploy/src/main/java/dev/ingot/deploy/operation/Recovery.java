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
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.Unresolved;
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
   * What was found out.
   *
   * @param diagnostics to be shown
   * @param named the changes whose outcome can't be found out by anybody but the user: they stay
   *     open until {@link #shown}, so that a process that dies before it has said so doesn't lose
   *     them
   */
  public record Settled(List<Diagnostic> diagnostics, List<Unresolved> named) {
    /** Nothing was left open. */
    public static final Settled NOTHING = new Settled(List.of(), List.of());

    public Settled {
      diagnostics = List.copyOf(diagnostics);
      named = List.copyOf(named);
    }

    /** To be called once the user has seen the diagnostics. */
    public void shown(StateSession state) {
      try {
        named.forEach(each -> state.settle(each, List.of()));
      } catch (StateException _) {
        // They are named again by the next run.
      }
    }
  }

  /**
   * Finds out, through the providers, what became of changes that were begun and whose outcome was
   * not recorded, and brings the state in line. What can't be found out is reported, with all that
   * is known of it.
   *
   * @param state locked
   * @param variables the values of the root module's variables; providers may be configured by them
   * @return what to report; nothing if nothing was left open
   */
  public static Settled settle(
      StateSession state,
      Configuration configuration,
      Map<String, Value> variables,
      Providers providers,
      Setting setting) {
    if (state.unresolved().isEmpty()) {
      return Settled.NOTHING;
    }
    Diagnostics diagnostics = new Diagnostics();
    List<Unresolved> named;
    try (ProviderPool pool =
        new ProviderPool(providers, setting.parallelism(), new Cancellation(), PATIENCE)) {
      Optional<ReferenceGraph> references =
          ReferenceGraph.build(configuration.root(), pool, new Diagnostics());
      named = new LeftOver(state, pool, setting, references, variables).settle(diagnostics);
    }
    return new Settled(diagnostics.list(), named);
  }
}
