package dev.ingot.deploy.evaluation;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostic.NamedValue;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Severity;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeNames;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Diagnostics about expressions, with the values that led to them. */
public final class Shown {
  private Shown() {}

  /** An error about the value of an expression. */
  public static Diagnostic error(
      String summary, String detail, Expression expression, Scope scope) {
    return Diagnostic.error(summary, detail, expression.range())
        .with(values(expression, scope, true));
  }

  /** An error about the value of an expression, whose detail names the program. */
  public static Diagnostic error(
      String summary, Phrase detail, Expression expression, Scope scope) {
    return Diagnostic.error(summary, detail, expression.range())
        .with(values(expression, scope, true));
  }

  /** A diagnostic of any severity about the value of an expression. */
  public static Diagnostic of(
      Severity severity, String summary, String detail, Expression expression, Scope scope) {
    return Diagnostic.of(severity, summary, detail, Optional.of(expression.range()))
        .with(values(expression, scope, false));
  }

  /**
   * The values of an expression's references; nothing of a sensitive one but that it is.
   *
   * @param causes whether the diagnostic is about values being sensitive or unknown, which is said
   *     then; otherwise such values are left out
   */
  public static List<NamedValue> values(Expression expression, Scope scope, boolean causes) {
    List<NamedValue> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Traversal traversal : Evaluator.references(expression)) {
      for (int length = traversal.steps().size(); length >= 0; length--) {
        Traversal part =
            new Traversal(
                traversal.root(), traversal.rootRange(), traversal.steps().subList(0, length));
        Optional<Value> value = value(part, scope);
        if (value.isPresent()) {
          String name = name(part);
          if (seen.add(name)) {
            statement(value.get(), causes)
                .ifPresent(statement -> found.add(new NamedValue(name, statement)));
          }
          break;
        }
      }
    }
    found.sort(Comparator.comparing(NamedValue::name, Value.KEY_ORDER));
    return found;
  }

  private static Optional<Value> value(Traversal traversal, Scope scope) {
    Diagnostics problems = new Diagnostics();
    Optional<Scope.Resolved> resolved = scope.resolve(traversal, problems);
    if (resolved.isEmpty() || problems.hasErrors()) {
      return Optional.empty();
    }
    Value value =
        Evaluator.traverse(
            resolved.get().value(),
            traversal.steps().subList(resolved.get().steps(), traversal.steps().size()),
            problems);
    return problems.hasErrors() ? Optional.empty() : Optional.of(value);
  }

  private static String name(Traversal traversal) {
    StringBuilder text = new StringBuilder(traversal.root());
    for (Traversal.Step step : traversal.steps()) {
      switch (step) {
        case Traversal.Attribute(String name, var _) -> text.append('.').append(name);
        case Traversal.Key(Value key, var _) -> {
          switch (key.unmarked()) {
            case Value.StringValue(String name) ->
                text.append('[').append(Quoting.quoted(name)).append(']');
            case Value.NumberValue(var number) -> text.append('[').append(number).append(']');
            default -> text.append("[...]");
          }
        }
      }
    }
    return text.toString();
  }

  private static Optional<String> statement(Value value, boolean causes) {
    if (!value.marks().isEmpty() && !causes) {
      return Optional.empty();
    }
    if (value.marks().sensitive()) {
      return Optional.of("has a sensitive value");
    }
    if (value.marks().ephemeral()) {
      return Optional.of("has an ephemeral value");
    }
    return switch (value.unmarked()) {
      case Value.NullValue _ -> Optional.of("is null");
      case Value.UnknownValue(Type type, var _) ->
          type.equals(Type.DYNAMIC)
              ? Optional.of("will be known only after apply").filter(text -> causes)
              : Optional.of(
                  "is a " + TypeNames.friendly(type) + (causes ? ", known only after apply" : ""));
      case Value.BoolValue(boolean truth) -> Optional.of("is " + truth);
      case Value.NumberValue(var number) -> Optional.of("is " + number);
      case Value.StringValue(String text) -> Optional.of("is " + Quoting.quoted(text));
      case Value.ListValue list -> Optional.of(sized(list.type(), list.elements().size()));
      case Value.SetValue set -> Optional.of(sized(set.type(), set.elements().size()));
      case Value.MapValue map -> Optional.of(sized(map.type(), map.entries().size()));
      case Value.TupleValue tuple ->
          Optional.of(
              switch (tuple.elements().size()) {
                case 0 -> "is empty tuple";
                case 1 -> "is tuple with 1 element";
                default -> "is tuple with " + tuple.elements().size() + " elements";
              });
      case Value.ObjectValue object ->
          Optional.of(
              switch (object.attributes().size()) {
                case 0 -> "is object with no attributes";
                case 1 ->
                    "is object with 1 attribute " + Quoting.quoted(object.attributes().firstKey());
                default -> "is object with " + object.attributes().size() + " attributes";
              });
      case Value.MarkedValue _ -> Optional.empty();
    };
  }

  private static String sized(Type type, int size) {
    String name = TypeNames.friendly(type);
    return switch (size) {
      case 0 -> "is empty " + name;
      case 1 -> "is " + name + " with 1 element";
      default -> "is " + name + " with " + size + " elements";
    };
  }
}
