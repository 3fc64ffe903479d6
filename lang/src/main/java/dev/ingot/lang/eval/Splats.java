package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The splat operators. */
final class Splats {
  private Splats() {}

  static Value evaluate(Evaluation evaluation, Expression.Splat splat) {
    int before = evaluation.errors();
    Value marked = evaluation.evaluate(splat.source());
    Marks marks = marked.marks();
    Optional<Frame> outer = evaluation.frame();
    Frame frame = new Frame(splat.element(), Values.DYNAMIC_UNKNOWN, outer);
    evaluation.enter(frame);
    try {
      if (evaluation.errors() > before) {
        // Evaluated only for further errors.
        evaluation.evaluate(splat.each());
        return Values.DYNAMIC_UNKNOWN;
      }
      Value source = marked.unmarked();
      return isSingle(source)
          ? tupleOf(evaluation, splat, List.of(marked), frame)
          : splat(evaluation, splat, source, frame).marked(marks);
    } finally {
      evaluation.leaveTo(outer);
    }
  }

  /** Whether a value is treated as a tuple with itself as its only element. */
  private static boolean isSingle(Value source) {
    return switch (source) {
      case Value.StringValue ignored -> true;
      case Value.NumberValue ignored -> true;
      case Value.BoolValue ignored -> true;
      case Value.MapValue ignored -> true;
      case Value.ObjectValue ignored -> true;
      case Value.ListValue ignored -> false;
      case Value.SetValue ignored -> false;
      case Value.TupleValue ignored -> false;
      case Value.NullValue ignored -> false;
      case Value.UnknownValue ignored -> false;
      case Value.MarkedValue ignored -> false;
    };
  }

  private static Value splat(
      Evaluation evaluation, Expression.Splat splat, Value source, Frame frame) {
    if (source instanceof Value.ListValue list) {
      return listOf(evaluation, splat, list.elements(), list.element(), frame);
    }
    if (source instanceof Value.SetValue set) {
      return listOf(evaluation, splat, set.elements(), set.element(), frame);
    }
    if (source instanceof Value.TupleValue tuple) {
      return tupleOf(evaluation, splat, tuple.elements(), frame);
    }
    if (source instanceof Value.UnknownValue unknown) {
      return ofUnknown(evaluation, splat, unknown, frame);
    }
    return ofNull(evaluation, splat, source.type());
  }

  private static boolean isSequence(Type type) {
    return type instanceof Type.ListType
        || type instanceof Type.SetType
        || type instanceof Type.TupleType;
  }

  private static Value ofNull(Evaluation evaluation, Expression.Splat splat, Type type) {
    if (!isSequence(type)) {
      return new Value.TupleValue(List.of());
    }
    SourceRange range = splat.source().range();
    evaluation.report(
        Diagnostic.error(
                "Splat of null value",
                "Splat expressions (with the * symbol) cannot be applied to null sequences.",
                range)
            .in(range.to(splat.markerRange()))
            .with(ValueNotes.of(evaluation, splat.source())));
    return Values.DYNAMIC_UNKNOWN;
  }

  private static Value ofUnknown(
      Evaluation evaluation, Expression.Splat splat, Value.UnknownValue source, Frame frame) {
    return switch (source.type()) {
      case Type.Dynamic ignored -> Values.DYNAMIC_UNKNOWN;
      case Type.ListType(Type element) ->
          Unknowns.collection(
              new Type.ListType(each(evaluation, splat, Value.unknown(element), frame).type()),
              source.refinement().minLength(),
              source.refinement().maxLength());
      case Type.SetType(Type element) ->
          Unknowns.collection(
              new Type.ListType(each(evaluation, splat, Value.unknown(element), frame).type()),
              source.refinement().minLength(),
              source.refinement().maxLength());
      case Type.TupleType(List<Type> elements) -> {
        List<Type> types = new ArrayList<>(elements.size());
        for (Type element : elements) {
          types.add(each(evaluation, splat, Value.unknown(element), frame).type());
        }
        yield Unknowns.notNull(new Type.TupleType(types));
      }
      case Type.Primitive ignored -> upgraded(evaluation, splat, source, frame);
      case Type.MapType ignored -> upgraded(evaluation, splat, source, frame);
      case Type.ObjectType ignored -> upgraded(evaluation, splat, source, frame);
    };
  }

  /** A single unknown may turn out null, so that not even the length of the result is known. */
  private static Value upgraded(
      Evaluation evaluation, Expression.Splat splat, Value source, Frame frame) {
    each(evaluation, splat, source, frame);
    return Values.DYNAMIC_UNKNOWN;
  }

  private static Value each(
      Evaluation evaluation, Expression.Splat splat, Value element, Frame frame) {
    frame.set(element);
    return evaluation.evaluate(splat.each());
  }

  private static Value tupleOf(
      Evaluation evaluation, Expression.Splat splat, List<Value> elements, Frame frame) {
    List<Value> results = new ArrayList<>(elements.size());
    for (Value element : elements) {
      results.add(each(evaluation, splat, element, frame));
    }
    return new Value.TupleValue(results);
  }

  private static Value listOf(
      Evaluation evaluation,
      Expression.Splat splat,
      List<Value> elements,
      Type elementType,
      Frame frame) {
    if (elements.isEmpty()) {
      return new Value.ListValue(
          each(evaluation, splat, Value.unknown(elementType), frame).type(), List.of());
    }
    int before = evaluation.errors();
    Value tuple = tupleOf(evaluation, splat, elements, frame);
    if (evaluation.errors() > before) {
      return Values.DYNAMIC_UNKNOWN;
    }
    Converted list = Converted.to(tuple, new Type.ListType(Type.DYNAMIC));
    return list.problem().isPresent() ? tuple : list.value();
  }
}
