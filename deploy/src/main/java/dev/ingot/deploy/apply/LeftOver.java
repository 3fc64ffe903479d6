package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.call.ProviderSetup;
import dev.ingot.deploy.evaluation.Objects;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.state.Change;
import dev.ingot.state.Intent;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.Unresolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settles changes that were begun by a process that died. */
public final class LeftOver {
  private final StateSession session;
  private final ProviderPool pool;
  private final Setting setting;
  private final Optional<ReferenceGraph> references;
  private final Map<String, Value> variables;

  /** For the changes of one state. */
  public LeftOver(
      StateSession session,
      ProviderPool pool,
      Setting setting,
      Optional<ReferenceGraph> references,
      Map<String, Value> variables) {
    this.session = session;
    this.pool = pool;
    this.setting = setting;
    this.references = references;
    this.variables = variables;
  }

  /**
   * Settles what it can and reports the rest.
   *
   * @return of the rest, what nobody can ever look up: it is to be settled once it has been shown
   */
  public List<Unresolved> settle(Diagnostics diagnostics) {
    references.ifPresent(this::configure);
    List<Unresolved> named = new ArrayList<>();
    for (Unresolved open : List.copyOf(session.unresolved())) {
      try {
        if (!settle(open, diagnostics)) {
          named.add(open);
        }
      } catch (StateException e) {
        diagnostics.add(SaveProblems.of(e));
      }
    }
    return named;
  }

  /** Makes the providers ready as far as their configurations don't depend on resources. */
  private void configure(ReferenceGraph graph) {
    World world =
        new World(World.Purpose.PLAN, setting, graph.root(), pool.functions(setting.functions()));
    Objects objects = new Objects(world, variables);
    List<Node> seeds = new ArrayList<>();
    for (Node node : graph.graph().nodes()) {
      if (node instanceof Node.Provider) {
        seeds.add(node);
      }
    }
    var needed = graph.graph().withDependencies(seeds);
    Diagnostics ignored = new Diagnostics();
    for (Node node : graph.graph().order()) {
      if (needed.contains(node)) {
        switch (node) {
          case Node.Variable variable -> objects.variable(variable, ignored);
          case Node.Local local -> objects.local(local, ignored);
          case Node.Output output -> objects.output(output, ignored);
          case Node.Call call -> objects.call(call, ignored);
          case Node.Provider provider ->
              new ProviderSetup(world, pool).configure(provider, ignored);
          case Node.Validation _, Node.CallEnd _, Node.Check _, Node.Resource _ -> {}
        }
      }
    }
  }

  /** Whether it is settled, or can be later. */
  private boolean settle(Unresolved open, Diagnostics diagnostics) {
    Intent intent = open.intent();
    Optional<GuardedProvider> provider = provider(intent);
    Optional<ResourceType> type = type(intent);
    if (provider.isEmpty() || type.isEmpty()) {
      named(
          open,
          "Its provider is not available; the object will be looked up once it is.",
          diagnostics);
      return true;
    }
    OutcomeLookup lookup =
        new OutcomeLookup(session.state(), setting.random(), this::isProvisioned);
    return switch (lookup.find(intent, provider.get(), type.get())) {
      case OutcomeLookup.Found.Known(List<Change> changes, String what) -> {
        session.settle(open, changes);
        if (!what.isEmpty()) {
          diagnostics.add(
              Diagnostic.warning(
                  "Interrupted run recovered",
                  "When the last run was interrupted, " + intent.address() + " " + what));
        }
        yield true;
      }
      case OutcomeLookup.Found.Unknown(String why, boolean forGood) -> {
        named(open, why, diagnostics);
        yield !forGood;
      }
    };
  }

  private Optional<GuardedProvider> provider(Intent intent) {
    return pool.configuredOrDefault(intent.provider(), new Diagnostics());
  }

  private Optional<ResourceType> type(Intent intent) {
    return pool.type(
        intent.provider().provider(),
        intent.address().resource().mode(),
        intent.address().resource().type());
  }

  /** Whether commands run after a creation, so that it can't be told to be complete. */
  private boolean isProvisioned(InstanceAddress address) {
    return references
        .flatMap(graph -> graph.resource(address.resource().configuration()))
        .map(node -> !node.resource().provisioners().isEmpty())
        .orElse(references.isEmpty());
  }

  private static void named(Unresolved open, String why, Diagnostics diagnostics) {
    Intent intent = open.intent();
    StringBuilder text = new StringBuilder();
    text.append("The last run was interrupted while it was about to ")
        .append(intent.action().text())
        .append(' ')
        .append(intent.address())
        .append(intent.deposed().map(key -> " (deposed object " + key + ")").orElse(""))
        .append(" (started ")
        .append(open.begun())
        .append(", provider ")
        .append(intent.provider())
        .append(open.plannedId().map(id -> ", id " + id).orElse(""))
        .append("). The outcome is unknown. ")
        .append(why);
    diagnostics.add(Diagnostic.warning("Unknown outcome of a change", text.toString()));
  }
}
