package dev.ingot.deploy.document;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ModuleOutput;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.OutputValue;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.Reference;
import dev.ingot.deploy.reference.References;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** The attributes of resources that the changes of a plan follow from. */
public final class RelevantAttributes {
  private final Set<Attribute> found = new LinkedHashSet<>();
  private final Set<String> visited = new HashSet<>();

  private final ConfigurationSchemas schemas;

  private RelevantAttributes(ConfigurationSchemas schemas) {
    this.schemas = schemas;
  }

  /**
   * An attribute, or a part of one.
   *
   * @param resource the address of a resource or instance, as an expression refers to it
   * @param path names, keys and indices; empty for the whole object
   */
  public record Attribute(String resource, List<Value> path) {
    public Attribute {
      path = List.copyOf(path);
    }
  }

  /** Those of a plan, in the order of their resources. */
  public static List<Attribute> of(Plan plan) {
    RelevantAttributes relevant = new RelevantAttributes(new ConfigurationSchemas(plan.schemas()));
    relevant.collect(plan);
    return relevant.found.stream().sorted(Comparator.comparing(Attribute::resource)).toList();
  }

  static void write(JsonGenerator json, Plan plan) {
    List<Attribute> relevant = of(plan);
    if (relevant.isEmpty()) {
      return;
    }
    json.writeName("relevant_attributes");
    json.writeStartArray();
    for (Attribute each : relevant) {
      json.writeStartObject();
      json.writeStringProperty("resource", each.resource());
      json.writeName("attribute");
      json.writeStartArray();
      each.path().forEach(step -> ValueDocument.write(json, step));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * The location of an expression: a module and the calls that lead to it. Calls without an
   * instance key have none.
   *
   * @param way the modules from the root to this one
   */
  private record Place(ModuleAddress address, List<ModuleTree> way) {
    ModuleTree tree() {
      return way.getLast();
    }

    String prefix() {
      return address.isRoot() ? "" : address + ".";
    }

    Optional<Place> outer() {
      if (way.size() < 2) {
        return Optional.empty();
      }
      List<ModuleAddress.Call> calls = address.calls();
      return Optional.of(
          new Place(
              new ModuleAddress(calls.subList(0, calls.size() - 1)),
              way.subList(0, way.size() - 1)));
    }

    Optional<Place> inner(String call, InstanceKey key) {
      ModuleTree child = tree().children().get(call);
      if (child == null) {
        return Optional.empty();
      }
      List<ModuleTree> longer = new ArrayList<>(way);
      longer.add(child);
      return Optional.of(new Place(address.child(call, key), longer));
    }
  }

  private void collect(Plan plan) {
    Place root = new Place(ModuleAddress.ROOT, List.of(plan.configuration().root()));
    for (ResourceChange change : plan.changes()) {
      if (change.action() != ChangeAction.NO_OP) {
        at(root, change.address().module()).ifPresent(place -> resource(change, place));
      }
    }
    for (OutputValue output : root.tree().module().outputs().values()) {
      var change = plan.outputs().get(output.name());
      if (change != null && change.action() != ChangeAction.NO_OP) {
        output(output, root);
      }
    }
    for (ModuleOutput each : plan.moduleOutputs()) {
      at(root, each.module())
          .ifPresent(
              place ->
                  Optional.ofNullable(place.tree().module().outputs().get(each.name()))
                      .ifPresent(output -> output(output, place)));
    }
  }

  private static Optional<Place> at(Place root, ModuleAddress address) {
    Optional<Place> place = Optional.of(root);
    for (ModuleAddress.Call call : address.calls()) {
      place = place.flatMap(outer -> outer.inner(call.name(), call.key()));
    }
    return place;
  }

  private Optional<Schema> schema(ResourceConfiguration resource, Place place) {
    return schemas.of(place.tree(), resource).map(ResourceTypeSchema::block);
  }

  private void resource(ResourceChange change, Place place) {
    String key = change.address().resource().localText();
    ResourceConfiguration resource = place.tree().module().resources().get(key);
    if (resource == null || !visited.add(place.prefix() + resource.key())) {
      return;
    }
    Optional<Schema> schema = schema(resource, place);
    if (schema.isPresent()) {
      schema.get().references(resource.body()).forEach(traversal -> follow(traversal, place));
    } else {
      resource
          .body()
          .attributes(new Diagnostics())
          .values()
          .forEach(attribute -> expression(attribute.expression(), place));
    }
    resource.count().ifPresent(each -> expression(each, place));
    resource.forEach().ifPresent(each -> expression(each, place));
  }

  private void output(OutputValue output, Place place) {
    if (visited.add(place.prefix() + "output." + output.name())) {
      expression(output.expression(), place);
    }
  }

  private void expression(Expression expression, Place place) {
    Evaluator.references(expression).forEach(traversal -> follow(traversal, place));
  }

  private void follow(Traversal traversal, Place place) {
    References.parse(traversal, new Diagnostics())
        .ifPresent(reference -> follow(reference, traversal, place));
  }

  private void follow(Reference reference, Traversal traversal, Place place) {
    switch (reference) {
      case Reference.Resource resource -> resource(resource, traversal, place);
      case Reference.Local local -> {
        var declared = place.tree().module().locals().get(local.name());
        if (declared != null && visited.add(place.prefix() + "local." + local.name())) {
          expression(declared.expression(), place);
        }
      }
      case Reference.Variable variable -> variable(variable.name(), place);
      case Reference.Module module -> module(module, place);
      case Reference.Attribute _, Reference.Self _ -> {}
    }
  }

  /** A resource that is referred to, and whatever the attribute that is meant is made of. */
  private void resource(Reference.Resource resource, Traversal traversal, Place place) {
    String local = ConfigResource.localText(resource.mode(), resource.type(), resource.name());
    ResourceConfiguration declared = place.tree().module().resources().get(local);
    if (declared == null) {
      return;
    }
    InstanceKey key = resource.key().map(RelevantAttributes::key).orElse(InstanceKey.none());
    Attribute meant =
        new Attribute(place.prefix() + local + key.suffix(), steps(traversal, resource.steps()));
    if (found.add(meant)) {
      made(declared, meant.path(), place);
    }
  }

  /** Follows what an attribute of a resource is made of; all of the resource without a path. */
  private void made(ResourceConfiguration resource, List<Value> path, Place place) {
    Optional<Schema> schema = schema(resource, place);
    if (schema.isEmpty()) {
      return;
    }
    Schema part = path.isEmpty() ? schema.get() : attribute(schema.get(), path.getFirst());
    for (Traversal each : part.references(resource.body())) {
      switch (each.root()) {
        case "count" -> resource.count().ifPresent(count -> expression(count, place));
        case "each" -> resource.forEach().ifPresent(forEach -> expression(forEach, place));
        default -> follow(each, place);
      }
    }
  }

  private static Schema attribute(Schema schema, Value step) {
    return Values.text(step)
        .flatMap(
            name ->
                Optional.ofNullable(schema.attributes().get(name))
                    .map(attribute -> Schema.of(Map.of(name, attribute))))
        .orElse(Schema.EMPTY);
  }

  private void variable(String name, Place place) {
    Optional<Place> outer = place.outer();
    if (outer.isEmpty() || !visited.add(place.prefix() + "var." + name)) {
      return;
    }
    ModuleCall caller = outer.get().tree().module().calls().get(place.tree().path().getLast());
    Optional.ofNullable(caller)
        .map(call -> call.arguments().get(name))
        .ifPresent(attribute -> expression(attribute.expression(), outer.get()));
  }

  private void module(Reference.Module module, Place place) {
    InstanceKey key = module.key().map(RelevantAttributes::key).orElse(InstanceKey.none());
    place
        .inner(module.name(), key)
        .ifPresent(
            inner ->
                inner.tree().module().outputs().values().stream()
                    .filter(output -> module.output().map(output.name()::equals).orElse(true))
                    .forEach(output -> output(output, inner)));
  }

  private static InstanceKey key(Value key) {
    return switch (key.unmarked()) {
      case Value.NumberValue(BigFloat number) when number.asLong().isPresent() ->
          InstanceKey.of(number.asLong().getAsLong());
      case Value.StringValue(String name) -> InstanceKey.of(name);
      case Value other -> InstanceKey.none();
    };
  }

  private static List<Value> steps(Traversal traversal, int from) {
    List<Value> steps = new ArrayList<>();
    for (Traversal.Step step : traversal.steps().subList(from, traversal.steps().size())) {
      switch (step) {
        case Traversal.Attribute(String name, var _) -> steps.add(Value.of(name));
        case Traversal.Key(Value key, var _) -> steps.add(key);
      }
    }
    return steps;
  }
}
