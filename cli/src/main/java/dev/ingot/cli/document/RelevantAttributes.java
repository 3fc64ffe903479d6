package dev.ingot.cli.document;

import dev.ingot.deploy.ChangeAction;
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
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Which attributes of resources the changes of a plan follow from. */
final class RelevantAttributes {
  private record Found(String resource, List<Value> attribute) {}

  private final Set<Found> found = new LinkedHashSet<>();
  private final Set<String> visited = new HashSet<>();

  private RelevantAttributes() {}

  static void write(JsonGenerator json, Plan plan) {
    RelevantAttributes relevant = new RelevantAttributes();
    relevant.collect(plan);
    if (relevant.found.isEmpty()) {
      return;
    }
    json.writeName("relevant_attributes");
    json.writeStartArray();
    for (Found each : relevant.found) {
      json.writeStartObject();
      json.writeStringProperty("resource", each.resource());
      json.writeName("attribute");
      json.writeStartArray();
      each.attribute().forEach(step -> ValueDocument.write(json, step));
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void collect(Plan plan) {
    ModuleTree root = plan.configuration().root();
    for (ResourceChange change : plan.changes()) {
      if (change.action() == ChangeAction.NO_OP || change.action() == ChangeAction.DELETE) {
        continue;
      }
      List<ModuleTree> way = way(root, change.address().module().names());
      if (way.isEmpty()) {
        continue;
      }
      ResourceConfiguration resource =
          way.getLast().module().resources().get(change.address().resource().localText());
      if (resource != null) {
        resource(resource, way);
      }
    }
    for (OutputValue output : root.module().outputs().values()) {
      var change = plan.outputs().get(output.name());
      if (change != null && change.action() != ChangeAction.NO_OP) {
        expression(output.expression(), List.of(root));
      }
    }
  }

  private static List<ModuleTree> way(ModuleTree root, List<String> names) {
    List<ModuleTree> way = new ArrayList<>(List.of(root));
    for (String name : names) {
      ModuleTree next = way.getLast().children().get(name);
      if (next == null) {
        return List.of();
      }
      way.add(next);
    }
    return way;
  }

  private void resource(ResourceConfiguration resource, List<ModuleTree> way) {
    if (!visited.add(way.getLast().prefix() + resource.key())) {
      return;
    }
    resource
        .body()
        .attributes(new Diagnostics())
        .values()
        .forEach(attribute -> expression(attribute.expression(), way));
    resource.count().ifPresent(each -> expression(each, way));
    resource.forEach().ifPresent(each -> expression(each, way));
  }

  private void expression(Expression expression, List<ModuleTree> way) {
    for (Traversal traversal : Evaluator.references(expression)) {
      References.parse(traversal, new Diagnostics())
          .ifPresent(reference -> follow(reference, traversal, way));
    }
  }

  private void follow(Reference reference, Traversal traversal, List<ModuleTree> way) {
    ModuleTree here = way.getLast();
    switch (reference) {
      case Reference.Resource resource -> {
        String local = ResourceConfiguration.key(resource.mode(), resource.type(), resource.name());
        if (here.module().resources().containsKey(local)) {
          found.add(
              new Found(
                  here.prefix() + local + resource.key().map(RelevantAttributes::suffix).orElse(""),
                  steps(traversal, resource.steps())));
        }
      }
      case Reference.Local local -> {
        var declared = here.module().locals().get(local.name());
        if (declared != null && visited.add(here.prefix() + "local." + local.name())) {
          expression(declared.expression(), way);
        }
      }
      case Reference.Variable variable -> variable(variable.name(), way);
      case Reference.Module module -> module(module, way);
      case Reference.Attribute _, Reference.Self _ -> {}
    }
  }

  private void variable(String name, List<ModuleTree> way) {
    if (way.size() < 2) {
      return;
    }
    List<ModuleTree> outer = way.subList(0, way.size() - 1);
    String call = way.getLast().path().getLast();
    ModuleCall caller = outer.getLast().module().calls().get(call);
    if (caller == null || !visited.add(way.getLast().prefix() + "var." + name)) {
      return;
    }
    Optional.ofNullable(caller.arguments().get(name))
        .ifPresent(attribute -> expression(attribute.expression(), outer));
  }

  private void module(Reference.Module module, List<ModuleTree> way) {
    ModuleTree child = way.getLast().children().get(module.name());
    if (child == null) {
      return;
    }
    List<ModuleTree> inner = new ArrayList<>(way);
    inner.add(child);
    for (Map.Entry<String, OutputValue> output : child.module().outputs().entrySet()) {
      if (module.output().map(output.getKey()::equals).orElse(true)
          && visited.add(child.prefix() + "output." + output.getKey())) {
        expression(output.getValue().expression(), inner);
      }
    }
  }

  private static String suffix(Value key) {
    return switch (key.unmarked()) {
      case Value.NumberValue(BigFloat number) -> "[" + number + "]";
      case Value.StringValue(String name) -> ValuePath.ROOT.index(name).toString();
      case Value other -> "";
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
