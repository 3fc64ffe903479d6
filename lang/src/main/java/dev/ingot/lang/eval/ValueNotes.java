package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic.NamedValue;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The values shown with an error: for each reference of its expression, the longest prefix that has
 * a value. Sensitive values are left out.
 */
final class ValueNotes {
  /** More notes than this don't help. */
  private static final int MOST = 20;

  private ValueNotes() {}

  static List<NamedValue> of(Evaluation evaluation, Expression about) {
    List<Traversal> references = References.of(about);
    if (references.isEmpty()) {
      return List.of();
    }
    List<NamedValue> notes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Traversal reference : references) {
      note(evaluation, reference, seen).ifPresent(notes::add);
      if (notes.size() == MOST) {
        break;
      }
    }
    notes.sort(Comparator.comparing(NamedValue::name, Value.KEY_ORDER));
    return notes;
  }

  private static Optional<NamedValue> note(
      Evaluation evaluation, Traversal reference, Set<String> seen) {
    for (int length = reference.steps().size(); length > 0; length--) {
      Traversal part =
          new Traversal(
              reference.root(), reference.rootRange(), reference.steps().subList(0, length));
      Optional<Value> value = value(evaluation, part);
      if (value.isPresent()) {
        String name = written(part);
        return seen.add(name)
            ? statement(value.get()).map(statement -> new NamedValue(name, statement))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<Value> value(Evaluation evaluation, Traversal traversal) {
    Diagnostics problems = new Diagnostics();
    Optional<Frame> local = Frame.find(evaluation.frame(), traversal.root());
    Value value;
    int from;
    if (local.isPresent()) {
      value = local.get().value();
      from = 0;
    } else {
      Optional<Scope.Resolved> resolved = evaluation.scope().resolve(traversal, problems);
      if (resolved.isEmpty()) {
        return Optional.empty();
      }
      value = resolved.get().value();
      from = resolved.get().steps();
    }
    for (int i = from; i < traversal.steps().size(); i++) {
      value = Steps.take(value, traversal.steps().get(i), problems::add);
    }
    return problems.hasErrors() ? Optional.empty() : Optional.of(value);
  }

  private static String written(Traversal traversal) {
    StringBuilder text = new StringBuilder(traversal.root());
    for (Traversal.Step step : traversal.steps()) {
      switch (step) {
        case Traversal.Attribute attribute -> text.append('.').append(attribute.name());
        case Traversal.Key key -> text.append('[').append(compact(key.key())).append(']');
      }
    }
    return text.toString();
  }

  private static Optional<String> statement(Value value) {
    if (value.marks().sensitive()) {
      return Optional.empty();
    }
    if (!value.isKnown()) {
      return value.type().equals(Type.DYNAMIC)
          ? Optional.empty()
          : Optional.of("is a " + Types.name(value.type()));
    }
    return Optional.of("is " + compact(value));
  }

  /** A short description of a value. */
  static String compact(Value value) {
    if (value.marks().sensitive()) {
      return "(sensitive value)";
    }
    if (value.marks().ephemeral()) {
      return "(ephemeral value)";
    }
    return switch (value.unmarked()) {
      case Value.NullValue ignored -> "null";
      case Value.UnknownValue ignored -> "(not yet known)";
      case Value.BoolValue truth -> truth.truth() ? "true" : "false";
      case Value.NumberValue number -> CompactNumber.of(number.number());
      case Value.StringValue string -> Quoting.abbreviated(Quoting.quoted(string.text()));
      case Value.ListValue list -> sized(list.type(), list.elements().size());
      case Value.SetValue set -> sized(set.type(), set.elements().size());
      case Value.MapValue map -> sized(map.type(), map.entries().size());
      case Value.TupleValue tuple ->
          switch (tuple.elements().size()) {
            case 0 -> "empty tuple";
            case 1 -> "tuple with 1 element";
            default -> "tuple with " + tuple.elements().size() + " elements";
          };
      case Value.ObjectValue object ->
          switch (object.attributes().size()) {
            case 0 -> "object with no attributes";
            case 1 -> "object with 1 attribute " + Quoting.quoted(object.attributes().firstKey());
            default -> "object with " + object.attributes().size() + " attributes";
          };
      case Value.MarkedValue ignored -> "(sensitive value)";
    };
  }

  private static String sized(Type type, int size) {
    return switch (size) {
      case 0 -> "empty " + Types.name(type);
      case 1 -> Types.name(type) + " with 1 element";
      default -> Types.name(type) + " with " + size + " elements";
    };
  }
}
