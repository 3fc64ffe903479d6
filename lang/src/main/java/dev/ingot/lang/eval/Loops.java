package dev.ingot.lang.eval;

import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@code for} expression. */
final class Loops {
  private final Evaluation evaluation;
  private final Expression.For loop;
  private final Frame keyFrame;
  private final Frame valueFrame;
  private Marks marks;
  private boolean known = true;

  private Loops(
      Evaluation evaluation, Expression.For loop, Marks marks, Frame keyFrame, Frame valueFrame) {
    this.evaluation = evaluation;
    this.loop = loop;
    this.marks = marks;
    this.keyFrame = keyFrame;
    this.valueFrame = valueFrame;
  }

  static Value evaluate(Evaluation evaluation, Expression.For loop) {
    Value marked = evaluation.evaluate(loop.collection());
    Marks marks = marked.marks();
    Value collection = marked.unmarked();
    if (collection instanceof Value.NullValue) {
      evaluation.error(
          "Iteration over null value",
          "A null value cannot be used as the collection in a 'for' expression.",
          loop.collection().range(),
          loop.range(),
          loop.collection());
      return Values.DYNAMIC_UNKNOWN.marked(marks);
    }
    Type type = collection instanceof Value.UnknownValue unknown ? unknown.type() : Type.DYNAMIC;
    if (!isIterable(collection, type)) {
      evaluation.error(
          "Iteration over non-iterable value",
          "A value of type "
              + Types.name(collection.type())
              + " cannot be used as the collection in a 'for' expression.",
          loop.collection().range(),
          loop.range(),
          loop.collection());
      return Values.DYNAMIC_UNKNOWN.marked(marks);
    }
    boolean unknown = collection instanceof Value.UnknownValue;
    if (unknown && type.equals(Type.DYNAMIC)) {
      // As in HCL: the result gets its marks once the collection is known.
      return Values.DYNAMIC_UNKNOWN;
    }
    Optional<Frame> outer = evaluation.frame();
    Frame keyFrame = new Frame(loop.keyVariable().orElse(""), Values.DYNAMIC_UNKNOWN, outer);
    Frame valueFrame =
        new Frame(loop.valueVariable(), Values.DYNAMIC_UNKNOWN, Optional.of(keyFrame));
    evaluation.enter(valueFrame);
    try {
      Loops running = new Loops(evaluation, loop, marks, keyFrame, valueFrame);
      return running.conditionFails() || unknown
          ? Values.DYNAMIC_UNKNOWN.marked(marks)
          : running.run(collection);
    } finally {
      evaluation.leaveTo(outer);
    }
  }

  private static boolean isIterable(Value collection, Type type) {
    return switch (collection) {
      case Value.ListValue ignored -> true;
      case Value.SetValue ignored -> true;
      case Value.MapValue ignored -> true;
      case Value.TupleValue ignored -> true;
      case Value.ObjectValue ignored -> true;
      case Value.UnknownValue ignored -> !Types.isPrimitive(type);
      case Value.StringValue ignored -> false;
      case Value.NumberValue ignored -> false;
      case Value.BoolValue ignored -> false;
      case Value.NullValue ignored -> false;
      case Value.MarkedValue ignored -> false;
    };
  }

  /** Evaluates the condition once without a value, so that an invalid one is reported only once. */
  private boolean conditionFails() {
    if (loop.condition().isEmpty()) {
      return false;
    }
    int before = evaluation.errors();
    include();
    boolean failed = evaluation.errors() > before;
    known = true;
    return failed;
  }

  private Value run(Value collection) {
    Optional<Expression> key = loop.key();
    if (key.isEmpty()) {
      List<Value> results = new ArrayList<>();
      each(collection, () -> results.add(evaluation.evaluate(loop.value())));
      return (known ? new Value.TupleValue(results) : Values.DYNAMIC_UNKNOWN).marked(marks);
    }
    if (loop.group()) {
      TreeMap<String, List<Value>> groups = new TreeMap<>(Value.KEY_ORDER);
      each(
          collection,
          () ->
              key(key.get())
                  .ifPresent(
                      name ->
                          groups
                              .computeIfAbsent(name, ignored -> new ArrayList<>())
                              .add(evaluation.evaluate(loop.value()))));
      TreeMap<String, Value> results = new TreeMap<>(Value.KEY_ORDER);
      groups.forEach((name, values) -> results.put(name, new Value.TupleValue(values)));
      return (known ? new Value.ObjectValue(results) : Values.DYNAMIC_UNKNOWN).marked(marks);
    }
    TreeMap<String, Value> results = new TreeMap<>(Value.KEY_ORDER);
    each(collection, () -> key(key.get()).ifPresent(name -> put(results, name, key.get())));
    return (known ? new Value.ObjectValue(results) : Values.DYNAMIC_UNKNOWN).marked(marks);
  }

  private void put(Map<String, Value> results, String name, Expression key) {
    Value value = evaluation.evaluate(loop.value());
    if (results.putIfAbsent(name, value) != null) {
      evaluation.error(
          "Duplicate object key",
          "Two different items produced the key "
              + (marks.sensitive() ? "(sensitive value)" : Quoting.quoted(name))
              + " in this 'for' expression. If duplicates are expected, use the ellipsis (...)"
              + " after the value expression to enable grouping by key.",
          key.range(),
          loop.range(),
          key);
    }
  }

  private void each(Value collection, Runnable body) {
    switch (collection) {
      case Value.ListValue list -> eachOf(list.elements(), body);
      case Value.TupleValue tuple -> eachOf(tuple.elements(), body);
      case Value.SetValue set -> {
        for (Value element : set.elements()) {
          round(element, element, body);
        }
      }
      case Value.MapValue map -> eachOf(map.entries(), body);
      case Value.ObjectValue object -> eachOf(object.attributes(), body);
      case Value.StringValue ignored -> {}
      case Value.NumberValue ignored -> {}
      case Value.BoolValue ignored -> {}
      case Value.NullValue ignored -> {}
      case Value.UnknownValue ignored -> {}
      case Value.MarkedValue ignored -> {}
    }
  }

  private void eachOf(List<Value> elements, Runnable body) {
    boolean usesKey = loop.keyVariable().isPresent();
    for (int i = 0; i < elements.size(); i++) {
      round(usesKey ? Value.of((long) i) : Values.DYNAMIC_UNKNOWN, elements.get(i), body);
    }
  }

  private void eachOf(Map<String, Value> entries, Runnable body) {
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      round(new Value.StringValue(entry.getKey()), entry.getValue(), body);
    }
  }

  private void round(Value key, Value value, Runnable body) {
    keyFrame.set(key);
    valueFrame.set(value);
    if (include()) {
      body.run();
    }
  }

  /** Whether the condition is true, or there is none. */
  private boolean include() {
    if (loop.condition().isEmpty()) {
      return true;
    }
    Expression condition = loop.condition().get();
    Value value = evaluation.evaluate(condition);
    marks = marks.with(value.marks());
    if (value instanceof Value.BoolValue(boolean truth)) {
      return truth;
    }
    if (value.isNull()) {
      failOnce("Condition is null", "The value of the 'if' clause must not be null.", condition);
      return false;
    }
    Converted converted = Converted.to(value.unmarked(), Type.BOOL);
    if (converted.problem().isPresent()) {
      failOnce(
          "Invalid 'for' condition",
          "The 'if' clause value is invalid: " + converted.problem().get() + ".",
          condition);
      return false;
    }
    if (converted.value() instanceof Value.BoolValue(boolean truth)) {
      return truth;
    }
    known = false;
    return false;
  }

  private void failOnce(String summary, String detail, Expression about) {
    if (known) {
      evaluation.error(summary, detail, about.range(), loop.range(), about);
    }
    known = false;
  }

  private Optional<String> key(Expression expression) {
    Value raw = evaluation.evaluate(expression);
    marks = marks.with(raw.marks());
    Value plain = raw.unmarked();
    if (plain instanceof Value.StringValue(String text)) {
      return Optional.of(text);
    }
    if (plain instanceof Value.NullValue) {
      failOnce(
          "Invalid object key",
          "Key expression in 'for' expression must not produce a null value.",
          expression);
      return Optional.empty();
    }
    Converted converted = Converted.to(plain, Type.STRING);
    if (converted.problem().isPresent()) {
      failOnce(
          "Invalid object key",
          "The key expression produced an invalid result: " + converted.problem().get() + ".",
          expression);
      return Optional.empty();
    }
    if (converted.value() instanceof Value.StringValue(String text)) {
      return Optional.of(text);
    }
    known = false;
    return Optional.empty();
  }
}
