package dev.ingot.bake.template;

import dev.ingot.bake.template.TemplateBlocks.Local;
import dev.ingot.graph.Build;
import dev.ingot.graph.Cycle;
import dev.ingot.graph.GraphBuilder;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Evaluates local values in the order they need each other. */
final class LocalValues {
  private LocalValues() {}

  /** The value of every local; unknown where an error was reported. */
  static Map<String, Value> resolve(
      Map<String, Local> locals, TemplateScope scope, Diagnostics diagnostics) {
    GraphBuilder<String> builder = new GraphBuilder<>();
    for (Local local : locals.values()) {
      builder.addNode(local.name());
      for (Traversal reference : Evaluator.references(local.expression())) {
        if (reference.root().equals("local")
            && !reference.steps().isEmpty()
            && reference.steps().getFirst() instanceof Traversal.Attribute(String name, var range)
            && locals.containsKey(name)) {
          builder.addEdge(local.name(), name);
        }
      }
    }
    Map<String, Value> values = new LinkedHashMap<>();
    switch (builder.build()) {
      case Build.Cyclic<String>(List<Cycle<String>> cycles) -> {
        for (Cycle<String> cycle : cycles) {
          report(cycle, locals, diagnostics);
        }
        locals.keySet().forEach(name -> values.put(name, Value.unknown(Type.DYNAMIC)));
      }
      case Build.Acyclic<String>(var graph) -> {
        for (String name : graph.order()) {
          Local local = locals.get(name);
          if (local != null) {
            Value value =
                Evaluator.evaluate(local.expression(), scope.with("local", values), diagnostics);
            values.put(name, local.sensitive() ? value.marked(Marks.SENSITIVE) : value);
          }
        }
      }
    }
    return values;
  }

  private static void report(
      Cycle<String> cycle, Map<String, Local> locals, Diagnostics diagnostics) {
    Local first = locals.get(cycle.path().getFirst());
    if (first != null) {
      diagnostics.error(
          "Circular local values",
          "Each of these depends on the next: "
              + cycle.path().stream()
                  .map(name -> "local." + name)
                  .collect(Collectors.joining(" -> "))
              + " -> local."
              + first.name()
              + ". Remove one of the references.",
          first.range());
    }
  }
}
