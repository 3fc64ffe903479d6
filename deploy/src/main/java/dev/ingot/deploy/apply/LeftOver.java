package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.Setting;
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
import dev.ingot.provider.CallContext;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settles changes that were begun by a process that died. */
public final class LeftOver {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final StateSession session;
  private final ProviderPool pool;
  private final Setting setting;
  private final Optional<ReferenceGraph> references;
  private final Map<String, Value> variables;
  private final CallContext calls = CallContext.unlimited().within(PATIENCE);

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

  /** Settles all it can; the rest is named. */
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
              new ProviderSetup(world, pool, calls).configure(provider, ignored);
          case Node.Validation _, Node.CallEnd _, Node.Check _, Node.Resource _ -> {}
        }
      }
    }
  }

  private void settle(Unresolved open, Diagnostics diagnostics) {
    Intent intent = open.intent();
    Optional<Provider> provider = provider(intent);
    Optional<ResourceType> type = type(intent);
    if (provider.isEmpty() || type.isEmpty()) {
      named(open, "Its provider is not available; it will be looked up when it is.", diagnostics);
      return;
    }
    try {
      switch (intent.action()) {
        case CREATE, IMPORT -> created(open, provider.get(), type.get(), diagnostics);
        case UPDATE, DELETE -> changed(open, provider.get(), type.get(), diagnostics);
      }
    } catch (ProviderException | CodecException e) {
      named(open, "It could not be looked up: " + e.getMessage(), diagnostics);
    }
  }

  private Optional<Provider> provider(Intent intent) {
    return pool.configured(intent.provider()).or(() -> defaultProvider(intent.provider()));
  }

  private Optional<Provider> defaultProvider(ProviderConfigAddress address) {
    return pool.find(address.provider())
        .filter(schema -> address.alias().isEmpty())
        .flatMap(
            schema -> {
              pool.configure(address, schema.provider().emptyValue(), calls);
              return pool.configured(address);
            });
  }

  private Optional<ResourceType> type(Intent intent) {
    Optional<ResourceTypeSchema> schema =
        pool.resource(
            intent.provider().provider(),
            intent.address().resource().mode(),
            intent.address().resource().type());
    return schema.map(found -> new ResourceType(intent.address().resource().type(), found));
  }

  private ReadResource.Response read(
      Provider provider, ResourceType type, Value value, Bytes kept) {
    return provider.readResource(
        new ReadResource.Request(
            type.name(),
            value,
            Bytes.of(kept.toByteArray()),
            Values.NULL,
            Optional.empty(),
            ProviderPool.CAPABILITIES),
        calls);
  }

  private void created(
      Unresolved open, Provider provider, ResourceType type, Diagnostics diagnostics) {
    Intent intent = open.intent();
    if (!provider.schema().capabilities().findsPlanned()
        || intent.schemaVersion() != type.schema().version()) {
      named(
          open,
          "Its provider can't look up objects it has not finished. Look for the object yourself:"
              + " import it, or destroy it, if it is there. This is said once.",
          diagnostics);
      session.settle(open, List.of());
      return;
    }
    Value planned = StoredValues.parse(intent.planned().text(), type.objectType());
    ReadResource.Response response = read(provider, type, planned, intent.plannedPrivate());
    if (failed(response, open, diagnostics)) {
      return;
    }
    if (response.value().isNull()) {
      session.settle(open, List.of());
      said(
          intent.address(),
          "was about to be created, and is not there: nothing is left of it.",
          diagnostics);
      return;
    }
    ObjectState object =
        ObjectState.builder(StoredObjects.attributes(response.value(), type))
            .status(provisioned(intent.address()) ? ObjectStatus.TAINTED : ObjectStatus.READY)
            .schemaVersion(type.schema().version())
            .privateBytes(Bytes.of(response.privateData().toByteArray()))
            .build();
    session.settle(open, List.of(Change.put(intent.address(), intent.provider(), object)));
    said(intent.address(), "had been created, and is in the state now.", diagnostics);
  }

  /** Whether commands run after a creation, so that it can't be told to be complete. */
  private boolean provisioned(InstanceAddress address) {
    return references
        .map(
            graph ->
                graph.graph().nodes().stream()
                    .anyMatch(
                        node ->
                            node instanceof Node.Resource resource
                                && resource.module().path().equals(address.module().names())
                                && resource.resource().key().equals(address.resource().localText())
                                && !resource.resource().provisioners().isEmpty()))
        .orElse(true);
  }

  private void changed(
      Unresolved open, Provider provider, ResourceType type, Diagnostics diagnostics) {
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
        ObjectReader.read(intent.address(), stored.get(), type, provider, calls, diagnostics);
    if (before.isEmpty()) {
      return;
    }
    Values.Unmarked unmarked = Values.unmarkDeep(before.get());
    ReadResource.Response response =
        read(provider, type, unmarked.value(), stored.get().privateBytes());
    if (failed(response, open, diagnostics)) {
      return;
    }
    boolean deleting = intent.action() == Action.DELETE;
    if (response.value().isNull()) {
      session.settle(open, List.of(new Change.Remove(intent.address(), intent.deposed())));
      said(
          intent.address(),
          deleting ? "had been destroyed." : "was about to be updated, and is gone.",
          diagnostics);
      return;
    }
    ObjectState object =
        stored.get().toBuilder()
            .attributes(StoredObjects.attributes(response.value(), type))
            .schemaVersion(type.schema().version())
            .privateBytes(Bytes.of(response.privateData().toByteArray()))
            .build();
    session.settle(
        open,
        List.of(new Change.Put(intent.address(), intent.deposed(), intent.provider(), object)));
    said(
        intent.address(),
        deleting
            ? "was about to be destroyed, and is still there."
            : "was about to be updated; the state has what it is now.",
        diagnostics);
  }

  private static boolean failed(
      ReadResource.Response response, Unresolved open, Diagnostics diagnostics) {
    for (ProviderDiagnostic said : response.diagnostics()) {
      if (said.isError()) {
        named(
            open,
            "It could not be looked up: " + said.summary() + " " + said.detail(),
            diagnostics);
        return true;
      }
    }
    return false;
  }

  private static void said(InstanceAddress address, String what, Diagnostics diagnostics) {
    diagnostics.add(
        Diagnostic.warning(
            "An interrupted run was taken up",
            "When the last run ended in the middle, " + address + " " + what));
  }

  private static void named(Unresolved open, String why, Diagnostics diagnostics) {
    Intent intent = open.intent();
    StringBuilder text = new StringBuilder();
    text.append("The last run ended while it was about to ")
        .append(intent.action().text())
        .append(' ')
        .append(intent.address())
        .append(intent.deposed().map(key -> " (deposed object " + key + ")").orElse(""))
        .append(" (begun ")
        .append(open.begun())
        .append(", provider ")
        .append(intent.provider())
        .append(open.plannedId().map(id -> ", id " + id).orElse(""))
        .append("). Whether that happened is not known. ")
        .append(why);
    diagnostics.add(Diagnostic.warning("The outcome of a change is not known", text.toString()));
  }
}
