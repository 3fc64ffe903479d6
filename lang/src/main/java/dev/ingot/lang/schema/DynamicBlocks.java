package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeNames;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Expands {@code dynamic} blocks. Rules: the recorded behaviour of Terraform 1.11, and the dynamic
 * blocks extension of HCL.
 */
public final class DynamicBlocks {
  /** The type of such a block. */
  public static final String TYPE = "dynamic";

  static final String FOR_EACH = "for_each";
  static final String ITERATOR = "iterator";
  static final String LABELS = "labels";
  static final String CONTENT = "content";

  private static final String INVALID_FOR_EACH = "Invalid dynamic for_each value";

  private final Scope scope;
  private final Diagnostics diagnostics;

  /**
   * @param scope the scope of {@code for_each}; extended by {@link Scope#with} for each instance
   */
  public DynamicBlocks(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /**
   * A written or generated block.
   *
   * @param scope its scope
   * @param unknown whether it represents an unknown number of blocks
   * @param marks of the collection it comes from
   */
  public record Instance(
      String type,
      List<String> labels,
      Body body,
      Scope scope,
      boolean unknown,
      Marks marks,
      SourceRange headerRange) {
    static Instance of(Body.Block block, Scope scope) {
      return new Instance(
          block.type(),
          block.labels(),
          block.body(),
          scope,
          false,
          Marks.NONE,
          block.headerRange());
    }
  }

  /** The parts of a {@code dynamic} block. */
  private record Specification(
      String type, Value forEach, String iterator, List<Expression> labels, Body.Block content) {}

  /** The blocks that a {@code dynamic} block generates; none after an error. */
  public List<Instance> expand(Schema schema, Body.Block dynamic) {
    String type = dynamic.labels().isEmpty() ? "" : dynamic.labels().getFirst();
    NestedBlock nested = schema.blocks().get(type);
    if (nested == null) {
      diagnostics.error(
          "Unsupported block type",
          "Blocks of type \"" + type + "\" are not expected here.",
          dynamic.labelRanges().isEmpty()
              ? dynamic.headerRange()
              : dynamic.labelRanges().getFirst());
      return List.of();
    }
    return specification(type, nested, dynamic.body())
        .map(specification -> instances(specification, dynamic.headerRange()))
        .orElse(List.of());
  }

  private Optional<Specification> specification(String type, NestedBlock nested, Body body) {
    Diagnostics problems = new Diagnostics();
    Body.BodyContent content = body.content(BodySchemas.dynamic(nested), problems);
    if (problems.hasErrors()) {
      diagnostics.addAll(problems);
      return Optional.empty();
    }
    Body.Attribute forEach = content.attributes().get(FOR_EACH);
    if (forEach == null) {
      diagnostics.addAll(problems);
      return Optional.empty();
    }
    Value each = Evaluator.evaluate(forEach.expression(), scope, problems);
    checkForEach(each, forEach.expression().range(), problems);
    String iterator = iterator(content.attributes().get(ITERATOR), problems).orElse(type);
    List<Expression> labels = labels(type, nested, content.attributes().get(LABELS), problems);
    List<Body.Block> contents = content.blocks(CONTENT);
    if (contents.isEmpty()) {
      problems.error(
          "Missing dynamic content block",
          "A dynamic block must have a nested block of type \"content\" to describe the body of"
              + " each generated block.",
          content.missingItemRange());
    } else if (contents.size() > 1) {
      problems.error(
          "Extraneous dynamic content block",
          "Only one nested content block is allowed for each dynamic block.",
          contents.get(1).headerRange());
    }
    diagnostics.addAll(problems);
    return problems.hasErrors()
        ? Optional.empty()
        : Optional.of(new Specification(type, each, iterator, labels, contents.getFirst()));
  }

  private static void checkForEach(Value each, SourceRange place, Diagnostics problems) {
    if (problems.hasErrors()) {
      return;
    }
    Type type = each.type();
    if (each.isNull()) {
      problems.error(INVALID_FOR_EACH, "Cannot use a null value in for_each.", place);
    } else if (type instanceof Type.Primitive) {
      problems.error(
          INVALID_FOR_EACH,
          "Cannot use a "
              + TypeNames.friendly(type)
              + " value in for_each. An iterable collection is required.",
          place);
    }
  }

  private static Optional<String> iterator(
      Body.@Nullable Attribute attribute, Diagnostics problems) {
    if (attribute == null) {
      return Optional.empty();
    }
    Optional<Traversal> name = StaticExpressions.asTraversal(attribute.expression());
    if (name.isEmpty()) {
      problems.error(
          "Invalid expression",
          "A single static variable reference is required: only attribute access and indexing with"
              + " constant keys. No calculations, function calls, template expressions, etc are"
              + " allowed here.",
          attribute.expression().range());
      return Optional.empty();
    }
    if (!name.get().steps().isEmpty()) {
      problems.error(
          "Invalid dynamic iterator name",
          "Dynamic iterator must be a single variable name.",
          attribute.expression().range());
      return Optional.empty();
    }
    return Optional.of(name.get().root());
  }

  private static List<Expression> labels(
      String type, NestedBlock nested, Body.@Nullable Attribute attribute, Diagnostics problems) {
    if (attribute == null) {
      return List.of();
    }
    int wanted = BodySchemas.labels(nested).size();
    String detail = "Blocks of type \"" + type + "\" require " + wanted + " label(s).";
    Optional<List<Expression>> labels = StaticExpressions.asList(attribute.expression());
    if (labels.isEmpty()) {
      problems.error(
          "Invalid expression",
          "A static list expression is required.",
          attribute.expression().range());
      return List.of();
    }
    if (labels.get().size() > wanted) {
      problems.error("Extraneous dynamic block label", detail, labels.get().get(wanted).range());
    } else if (labels.get().size() < wanted) {
      problems.error("Insufficient dynamic block labels", detail, attribute.expression().range());
    }
    return labels.get();
  }

  private List<Instance> instances(Specification specification, SourceRange headerRange) {
    Value each = specification.forEach();
    List<Instance> instances = new ArrayList<>();
    switch (each.unmarked()) {
      case Value.UnknownValue unknown ->
          add(
              instances,
              specification,
              Values.DYNAMIC_UNKNOWN,
              Values.DYNAMIC_UNKNOWN,
              true,
              headerRange);
      case Value.SetValue set -> {
        for (Value element : set.elements()) {
          add(instances, specification, element, element, false, headerRange);
        }
      }
      case Value.ListValue list -> elements(instances, specification, list.elements(), headerRange);
      case Value.TupleValue tuple ->
          elements(instances, specification, tuple.elements(), headerRange);
      case Value.MapValue map -> entries(instances, specification, map.entries(), headerRange);
      case Value.ObjectValue object ->
          entries(instances, specification, object.attributes(), headerRange);
      case Value other -> {}
    }
    return instances;
  }

  private void elements(
      List<Instance> instances,
      Specification specification,
      List<Value> elements,
      SourceRange headerRange) {
    int position = 0;
    for (Value element : elements) {
      add(instances, specification, Value.of(position), element, false, headerRange);
      position++;
    }
  }

  private void entries(
      List<Instance> instances,
      Specification specification,
      Map<String, Value> entries,
      SourceRange headerRange) {
    entries.forEach(
        (key, value) -> add(instances, specification, Value.of(key), value, false, headerRange));
  }

  private void add(
      List<Instance> instances,
      Specification specification,
      Value key,
      Value value,
      boolean unknown,
      SourceRange headerRange) {
    Marks marks = specification.forEach().marks();
    Scope inner =
        scope.with(
            specification.iterator(),
            Values.object(Map.of("key", key.marked(marks), "value", value.marked(marks))));
    List<String> labels = new ArrayList<>();
    for (Expression expression : specification.labels()) {
      Optional<String> label = label(expression, inner);
      if (label.isEmpty()) {
        return;
      }
      labels.add(label.get());
    }
    instances.add(
        new Instance(
            specification.type(),
            labels,
            specification.content().body(),
            inner,
            unknown,
            marks,
            headerRange));
  }

  private Optional<String> label(Expression expression, Scope inner) {
    Diagnostics problems = new Diagnostics();
    Value value = Evaluator.evaluate(expression, inner, problems);
    diagnostics.addAll(problems);
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    Conversion.Result result = Conversion.convert(value, Type.STRING);
    String problem;
    if (result.problem().isPresent()) {
      problem =
          "Cannot use this value as a dynamic block label: "
              + result.problem().get().message()
              + ".";
    } else if (result.value().isNull()) {
      problem = "Cannot use a null value as a dynamic block label.";
    } else if (!result.value().isKnown()) {
      problem =
          "This value is not yet known. Dynamic block labels must be immediately-known values.";
    } else if (!result.value().marks().isEmpty()) {
      problem = "Cannot use a marked value as a dynamic block label.";
    } else {
      return Values.text(result.value());
    }
    diagnostics.error("Invalid dynamic block label", problem, expression.range());
    return Optional.empty();
  }
}
