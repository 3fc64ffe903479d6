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

  /** A local value or a data source, as templates refer to it. */
  private sealed interface Name {
    /** {@code local.NAME}. */
    record OfLocal(String name) implements Name {
      @Override
      public String toString() {
        return "local." + name;
      }
    }

    /** {@code data.TYPE.NAME}. */
    record OfData(SourceName name) implements Name {
      @Override
      public String toString() {
        return "data." + name;
      }
    }
  }

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
      case Build.Cyclic<Name>(List<Cycle<Name>> cycles) -> {
        cycles.forEach(values::report);
        blocks.locals().keySet().forEach(name -> values.locals.put(name, Values.DYNAMIC_UNKNOWN));
      }
      case Build.Acyclic<Name>(var graph) ->
          graph.order().forEach(name -> values.evaluate(name, scope));
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

  private GraphBuilder<Name> graph() {
    GraphBuilder<Name> builder = new GraphBuilder<>();
    for (Local local : blocks.locals().values()) {
      edges(new Name.OfLocal(local.name()), Evaluator.references(local.expression()), builder);
    }
    for (Source source : blocks.data().values()) {
      edges(new Name.OfData(source.name()), references(source), builder);
    }
    return builder;
  }

  private List<Traversal> references(Source source) {
    DataSource type = sources.types().get(source.name().type());
    return type == null ? List.of() : type.schema().references(source.body());
  }

  private void edges(Name from, List<Traversal> references, GraphBuilder<Name> builder) {
    builder.addNode(from);
    for (Traversal reference : references) {
      name(reference).ifPresent(to -> builder.addEdge(from, to));
    }
  }

  /** What a reference names; empty where it is neither a local value nor a data source. */
  private Optional<Name> name(Traversal reference) {
    List<String> names = new ArrayList<>();
    for (Traversal.Step step : reference.steps()) {
      if (step instanceof Traversal.Attribute(String name, var _)) {
        names.add(name);
      } else {
        break;
      }
    }
    if (reference.root().equals("local") && !names.isEmpty()) {
      return Optional.of(names.getFirst())
          .filter(blocks.locals()::containsKey)
          .map(Name.OfLocal::new);
    }
    if (reference.root().equals("data") && names.size() > 1) {
      return Optional.of(new SourceName(names.get(0), names.get(1)))
          .filter(blocks.data()::containsKey)
          .map(Name.OfData::new);
    }
    return Optional.empty();
  }

  private void evaluate(Name name, TemplateScope scope) {
    TemplateScope known = scope.with("local", locals);
    TemplateScope all = data.isEmpty() ? known : known.with("data", data());
    switch (name) {
      case Name.OfLocal(String local) ->
          Optional.ofNullable(blocks.locals().get(local))
              .ifPresent(found -> locals.put(local, value(found, all)));
      case Name.OfData(SourceName source) ->
          Optional.ofNullable(blocks.data().get(source))
              .ifPresent(found -> put(source, read(found, all)));
    }
  }

  private Value value(Local local, TemplateScope scope) {
    Value value = Evaluator.evaluate(local.expression(), scope, diagnostics);
    return local.sensitive() ? value.marked(Marks.SENSITIVE) : value;
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
              + ". If a plugin has it, install the plugin (\"ingot plugins install SOURCE\"), or"
              + " add it to required_plugins and run \"ingot init\".",
          source.range());
      return Values.DYNAMIC_UNKNOWN;
    }
    Diagnostics own = new Diagnostics();
    Arguments arguments =
        ArgumentsReader.read(type.schema(), source.body(), source.range(), scope, own);
    diagnostics.addAll(own);
    boolean known = arguments.values().values().stream().allMatch(Values::isWhollyKnown);
    if (own.hasErrors() || !known) {
      return Value.unknown(type.output());
    }
    try {
      if (sources.read()) {
        return type.read(arguments);
      }
      type.check(arguments);
    } catch (StepException e) {
      diagnostics.error("Data source can't be read", e.describe(), source.range());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      diagnostics.error("Data source can't be read", "Reading it was interrupted.", source.range());
    }
    return Value.unknown(type.output());
  }

  private void report(Cycle<Name> cycle) {
    List<String> path = cycle.path().stream().map(Name::toString).toList();
    place(cycle.path().getFirst())
        .ifPresent(
            place ->
                diagnostics.error(
                    "Circular local values",
                    "Each of these depends on the next: "
                        + String.join(" -> ", path)
                        + " -> "
                        + path.getFirst()
                        + ". Remove one of the references.",
                    place));
  }

  private Optional<SourceRange> place(Name name) {
    return switch (name) {
      case Name.OfLocal(String local) ->
          Optional.ofNullable(blocks.locals().get(local)).map(Local::range);
      case Name.OfData(SourceName source) ->
          Optional.ofNullable(blocks.data().get(source)).map(Source::range);
    };
  }
}
