package dev.ingot.bake.template;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.DataSource;
import dev.ingot.bake.StepException;
import dev.ingot.bake.template.TemplateBlocks.Local;
import dev.ingot.bake.template.TemplateBlocks.Source;
import dev.ingot.bake.template.TemplateBlocks.SourceName;
import dev.ingot.graph.Build;
import dev.ingot.graph.Cycle;
import dev.ingot.graph.GraphBuilder;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Evaluates local values and data sources in the order they need each other. */
final class NamedValues {
  private final TemplateBlocks blocks;
  private final DataSources sources;
  private final Diagnostics diagnostics;
  private final Map<String, Value> locals = new LinkedHashMap<>();
  private final Map<String, Map<String, Value>> data = new TreeMap<>();

  private NamedValues(TemplateBlocks blocks, DataSources sources, Diagnostics diagnostics) {
    this.blocks = blocks;
    this.sources = sources;
    this.diagnostics = diagnostics;
  }

  /**
   * The value of every local and data source; unknown where an error was reported.
   *
   * @param data by type, each an object of values by name
   */
  record Resolved(Map<String, Value> locals, Map<String, Value> data) {}

  static Resolved resolve(
      TemplateBlocks blocks, DataSources sources, TemplateScope scope, Diagnostics diagnostics) {
    NamedValues values = new NamedValues(blocks, sources, diagnostics);
    blocks.data().keySet().forEach(name -> values.put(name, Values.DYNAMIC_UNKNOWN));
    switch (values.graph().build()) {
      case Build.Cyclic<String>(List<Cycle<String>> cycles) -> {
        cycles.forEach(values::report);
        blocks.locals().keySet().forEach(name -> values.locals.put(name, Values.DYNAMIC_UNKNOWN));
      }
      case Build.Acyclic<String>(var graph) ->
          graph.order().forEach(node -> values.evaluate(node, scope));
    }
    return new Resolved(values.locals, values.data());
  }

  private void put(SourceName name, Value value) {
    data.computeIfAbsent(name.type(), type -> new TreeMap<>()).put(name.name(), value);
  }

  private Map<String, Value> data() {
    Map<String, Value> all = new TreeMap<>();
    data.forEach((type, values) -> all.put(type, Values.object(values)));
    return all;
  }

  private static String node(Local local) {
    return "local." + local.name();
  }

  private static String node(SourceName name) {
    return "data." + name;
  }

  private GraphBuilder<String> graph() {
    GraphBuilder<String> builder = new GraphBuilder<>();
    for (Local local : blocks.locals().values()) {
      builder.addNode(node(local));
      edges(node(local), List.of(local.expression()), builder);
    }
    for (Source source : blocks.data().values()) {
      builder.addNode(node(source.name()));
      edges(node(source.name()), expressions(source), builder);
    }
    return builder;
  }

  private List<Expression> expressions(Source source) {
    DataSource type = sources.types().get(source.name().type());
    if (type == null) {
      return List.of();
    }
    Body.BodySchema names =
        new Body.BodySchema(
            type.schema().attributes().keySet().stream()
                .map(name -> new Body.AttributeSchema(name, false))
                .toList(),
            List.of());
    // Errors are reported when it is evaluated.
    return source
        .body()
        .partialContent(names, new Diagnostics())
        .content()
        .attributes()
        .values()
        .stream()
        .map(Body.Attribute::expression)
        .toList();
  }

  private void edges(String from, List<Expression> expressions, GraphBuilder<String> builder) {
    for (Expression expression : expressions) {
      for (Traversal reference : Evaluator.references(expression)) {
        List<String> names = new ArrayList<>();
        for (Traversal.Step step : reference.steps()) {
          if (step instanceof Traversal.Attribute(String name, var _)) {
            names.add(name);
          } else {
            break;
          }
        }
        if (reference.root().equals("local")
            && !names.isEmpty()
            && blocks.locals().containsKey(names.getFirst())) {
          builder.addEdge(from, "local." + names.getFirst());
        } else if (reference.root().equals("data") && names.size() > 1) {
          SourceName name = new SourceName(names.get(0), names.get(1));
          if (blocks.data().containsKey(name)) {
            builder.addEdge(from, node(name));
          }
        }
      }
    }
  }

  private void evaluate(String node, TemplateScope scope) {
    TemplateScope known = scope.with("local", locals);
    TemplateScope all = data.isEmpty() ? known : known.with("data", data());
    for (Local local : blocks.locals().values()) {
      if (node(local).equals(node)) {
        Value value = Evaluator.evaluate(local.expression(), all, diagnostics);
        locals.put(local.name(), local.sensitive() ? value.marked(Marks.SENSITIVE) : value);
        return;
      }
    }
    for (Source source : blocks.data().values()) {
      if (node(source.name()).equals(node)) {
        put(source.name(), read(source, all));
        return;
      }
    }
  }

  private Value read(Source source, TemplateScope scope) {
    String typeName = source.name().type();
    DataSource type = sources.types().get(typeName);
    if (type == null) {
      diagnostics.error(
          "Unknown data source",
          "There is no data source \""
              + typeName
              + "\"."
              + Suggestion.hint(typeName, sources.types().keySet())
              + " Known: "
              + String.join(", ", sources.types().keySet().stream().sorted().toList())
              + ". Data sources of plugins are not supported yet: pass the value as a variable"
              + " instead (-var NAME=VALUE).",
          source.range());
      return Values.DYNAMIC_UNKNOWN;
    }
    Diagnostics own = new Diagnostics();
    Arguments arguments =
        ArgumentsReader.read(type.schema(), source.body(), source.range(), scope, own);
    diagnostics.addAll(own);
    boolean known = arguments.values().values().stream().allMatch(Values::isWhollyKnown);
    if (own.hasErrors() || !sources.read() || !known) {
      return Value.unknown(type.output());
    }
    try {
      return type.read(arguments);
    } catch (StepException e) {
      diagnostics.error(
          "Data source can't be read", String.valueOf(e.getMessage()), source.range());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      diagnostics.error("Data source can't be read", "Reading it was interrupted.", source.range());
    }
    return Value.unknown(type.output());
  }

  private void report(Cycle<String> cycle) {
    String first = cycle.path().getFirst();
    place(first)
        .ifPresent(
            place ->
                diagnostics.error(
                    "Circular local values",
                    "Each of these depends on the next: "
                        + String.join(" -> ", cycle.path())
                        + " -> "
                        + first
                        + ". Remove one of the references.",
                    place));
  }

  private Optional<SourceRange> place(String node) {
    return blocks.locals().values().stream()
        .filter(local -> node(local).equals(node))
        .map(Local::range)
        .findFirst()
        .or(
            () ->
                blocks.data().values().stream()
                    .filter(source -> node(source.name()).equals(node))
                    .map(Source::range)
                    .findFirst());
  }
}
