package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.DataReader;
import dev.ingot.deploy.call.GuardedProvider;
import dev.ingot.deploy.call.ObjectReader;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.call.ProviderSetup;
import dev.ingot.deploy.evaluation.Objects;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.deploy.stored.CodecException;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.deploy.stored.StoredValues;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.state.Action;
import dev.ingot.state.Change;
import dev.ingot.state.Intent;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
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

  /** Settles what it can and reports the rest. */
  public void settle(Diagnostics diagnostics) {
    references.ifPresent(this::configure);
    for (Unresolved open : List.copyOf(session.unresolved())) {
      try {
        settle(open, diagnostics);
      } catch (StateException e) {
        diagnostics.add(SaveProblems.of(e));
      }
    }
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

  private void settle(Unresolved open, Diagnostics diagnostics) {
    Intent intent = open.intent();
    Optional<GuardedProvider> provider = provider(intent);
    Optional<ResourceType> type = type(intent);
    if (provider.isEmpty() || type.isEmpty()) {
      named(
          open,
          "Its provider is not available; the object will be looked up once it is.",
          diagnostics);
      return;
    }
    try {
      switch (intent.action()) {
        case CREATE, IMPORT -> created(open, provider.get(), type.get(), diagnostics);
        case UPDATE, DELETE -> changed(open, provider.get(), type.get(), diagnostics);
      }
    } catch (CodecException e) {
      named(open, "It could not be looked up: " + e.getMessage(), diagnostics);
    }
  }

  private Optional<GuardedProvider> provider(Intent intent) {
    return pool.configuredOrDefault(intent.provider(), new Diagnostics());
  }

  private Optional<ResourceType> type(Intent intent) {
    Optional<ResourceTypeSchema> schema =
        pool.resource(
            intent.provider().provider(),
            intent.address().resource().mode(),
            intent.address().resource().type());
    return schema.map(found -> new ResourceType(intent.address().resource().type(), found));
  }

  /** The object as it is now; empty where it could not be looked up, which is reported. */
  private static Optional<ReadResource.Response> lookUp(
      Unresolved open,
      GuardedProvider provider,
      ResourceType type,
      Value value,
      Bytes kept,
      Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Optional<ReadResource.Response> found =
        ObjectReader.lookUp(open.intent().address(), value, kept, type, provider, own);
    if (found.isEmpty()) {
      DataReader.problem(own)
          .ifPresent(problem -> named(open, "It could not be looked up: " + problem, diagnostics));
    }
    return found;
  }

  private void created(
      Unresolved open, GuardedProvider provider, ResourceType type, Diagnostics diagnostics) {
    Intent intent = open.intent();
    if (!provider.schema().capabilities().findsPlanned()
        || intent.schemaVersion() != type.schema().version()) {
      named(
          open,
          "Its provider can't look up unfinished objects. Check whether the object exists, and"
              + " import or destroy it if it does. This warning is shown only once.",
          diagnostics);
      session.settle(open, List.of());
      return;
    }
    Value planned = StoredValues.parse(intent.planned().text(), type.objectType());
    Optional<ReadResource.Response> found =
        lookUp(open, provider, type, planned, intent.plannedPrivate(), diagnostics);
    if (found.isEmpty()) {
      return;
    }
    ReadResource.Response response = found.get();
    if (response.value().isNull()) {
      session.settle(open, List.of());
      said(
          intent.address(),
          "was about to be created, but does not exist: nothing was created.",
          diagnostics);
      return;
    }
    ObjectState object =
        ObjectState.builder(StoredObjects.attributes(response.value(), type))
            .status(provisioned(intent.address()) ? ObjectStatus.TAINTED : ObjectStatus.READY)
            .schemaVersion(type.schema().version())
            .privateBytes(response.privateData())
            .build();
    session.settle(open, List.of(Change.put(intent.address(), intent.provider(), object)));
    said(intent.address(), "had been created and is now in the state.", diagnostics);
  }

  /** Whether commands run after a creation, so that it can't be told to be complete. */
  private boolean provisioned(InstanceAddress address) {
    return references
        .flatMap(graph -> graph.resource(address.resource().configuration()))
        .map(node -> !node.resource().provisioners().isEmpty())
        .orElse(references.isEmpty());
  }

  private void changed(
      Unresolved open, GuardedProvider provider, ResourceType type, Diagnostics diagnostics) {
    Intent intent = open.intent();
    Optional<ObjectState> stored =
        intent.deposed().isPresent()
            ? session.state().deposed(intent.address(), intent.deposed().get())
            : session.state().current(intent.address());
    if (stored.isEmpty()) {
      session.settle(open, List.of());
      return;
    }
    Optional<Value> before =
        ObjectReader.read(intent.address(), stored.get(), type, provider, diagnostics);
    if (before.isEmpty()) {
      return;
    }
    Values.Unmarked unmarked = Values.unmarkDeep(before.get());
    Optional<ReadResource.Response> found =
        lookUp(open, provider, type, unmarked.value(), stored.get().privateBytes(), diagnostics);
    if (found.isEmpty()) {
      return;
    }
    ReadResource.Response response = found.get();
    boolean deleting = intent.action() == Action.DELETE;
    if (response.value().isNull()) {
      session.settle(open, List.of(new Change.Remove(intent.address(), intent.deposed())));
      said(
          intent.address(),
          deleting ? "had been destroyed." : "was about to be updated, but no longer exists.",
          diagnostics);
      return;
    }
    ObjectState object =
        stored.get().toBuilder()
            .attributes(StoredObjects.attributes(response.value(), type))
            .schemaVersion(type.schema().version())
            .privateBytes(response.privateData())
            .build();
    session.settle(
        open,
        List.of(new Change.Put(intent.address(), intent.deposed(), intent.provider(), object)));
    said(
        intent.address(),
        deleting
            ? "was about to be destroyed, but still exists."
            : "was about to be updated; the state now has its current values.",
        diagnostics);
  }

  private static void said(InstanceAddress address, String what, Diagnostics diagnostics) {
    diagnostics.add(
        Diagnostic.warning(
            "Interrupted run recovered",
            "When the last run was interrupted, " + address + " " + what));
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
