package dev.ingot.lang.eval;

import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Expression.Binary;
import dev.ingot.lang.syntax.Expression.Binary.BinaryOperator;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.NumberException;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;

/** Expressions with operators: their operands evaluated, converted and combined. */
final class Operations {
  private static final String INVALID_OPERAND = "Invalid operand";

  private Operations() {}

  /** A chain of operators nests to the left as deep as it is long; it is unrolled here. */
  static Value binary(Evaluation evaluation, Binary outermost) {
    if (!(outermost.left() instanceof Binary)) {
      return binary(
          evaluation, outermost, evaluation.evaluate(outermost.left()), evaluation.errors());
    }
    List<Binary> chain = new ArrayList<>();
    Expression left = outermost;
    while (left instanceof Binary binary) {
      chain.add(binary);
      left = binary.left();
    }
    Value value = evaluation.evaluate(left);
    for (int i = chain.size() - 1; i >= 0; i--) {
      value = binary(evaluation, chain.get(i), value, evaluation.errors());
    }
    return value;
  }

  private static Value binary(Evaluation evaluation, Binary node, Value left, int before) {
    Value right = evaluation.evaluate(node.right());
    BinaryOperator operator = node.operator();
    if (left instanceof Value.NumberValue a
        && right instanceof Value.NumberValue b
        && operator != BinaryOperator.AND
        && operator != BinaryOperator.OR) {
      try {
        return Operators.ofNumbers(operator, a.number(), b.number());
      } catch (NumberException e) {
        return failed(evaluation, node, String.valueOf(e.getMessage()));
      }
    }
    if (operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL) {
      if (evaluation.errors() > before) {
        return Unknowns.notNull(Type.BOOL);
      }
      Value equal = Values.equal(left, right);
      return operator == BinaryOperator.EQUAL
          ? equal
          : Operators.not(equal.unmarked()).marked(equal.marks());
    }
    return converted(evaluation, node, left, right);
  }

  private static Value converted(
      Evaluation evaluation, Binary node, Value givenLeft, Value givenRight) {
    BinaryOperator operator = node.operator();
    int before = evaluation.errors();
    Value left = operand(evaluation, node, node.left(), "left", givenLeft);
    Value right = operand(evaluation, node, node.right(), "right", givenRight);
    if (evaluation.errors() > before) {
      return Value.unknown(Operators.resultType(operator));
    }
    if (left.isNull() || right.isNull()) {
      return failed(evaluation, node, "argument must not be null");
    }
    Marks marks = left.marks().with(right.marks());
    Value a = left.unmarked();
    Value b = right.unmarked();
    if (operator == BinaryOperator.AND || operator == BinaryOperator.OR) {
      Value truth = Operators.ofTruths(operator, a, b);
      return truth.isKnown() ? truth.marked(marks) : truth;
    }
    if (a instanceof Value.NumberValue x && b instanceof Value.NumberValue y) {
      try {
        return Operators.ofNumbers(operator, x.number(), y.number()).marked(marks);
      } catch (NumberException e) {
        return failed(evaluation, node, String.valueOf(e.getMessage()));
      }
    }
    return Operators.ofUnknownNumbers(operator, a, b).marked(marks);
  }

  private static Value operand(
      Evaluation evaluation, Binary node, Expression written, String side, Value given) {
    Converted converted = Converted.to(given, Operators.operandType(node.operator()));
    if (converted.problem().isPresent()) {
      evaluation.error(
          INVALID_OPERAND,
          "Unsuitable value for " + side + " operand: " + converted.problem().get() + ".",
          written.range(),
          node.range(),
          written);
    }
    return converted.value();
  }

  private static Value failed(Evaluation evaluation, Binary node, String why) {
    evaluation.error(
        "Operation failed",
        "Error during operation: " + why + ".",
        node.range(),
        node.range(),
        node);
    return Value.unknown(Operators.resultType(node.operator()));
  }

  /**
   * Marks are those of a known value: as in HCL, an unknown one has them again once it is known.
   */
  static Value unary(Evaluation evaluation, Expression.Unary node) {
    Value given = evaluation.evaluate(node.operand());
    Type type =
        switch (node.operator()) {
          case NOT -> Type.BOOL;
          case NEGATE -> Type.NUMBER;
        };
    Converted converted = Converted.to(given, type);
    if (converted.problem().isPresent()) {
      evaluation.error(
          INVALID_OPERAND,
          "Unsuitable value for unary operand: " + converted.problem().get() + ".",
          node.operand().range(),
          node.range(),
          node.operand());
      return Value.unknown(type);
    }
    if (converted.value().isNull()) {
      evaluation.error(
          "Operation failed",
          "Error during operation: argument must not be null.",
          node.range(),
          node.range(),
          node);
      return Value.unknown(type);
    }
    Marks marks = converted.value().marks();
    return switch (converted.value().unmarked()) {
      case Value.NumberValue number ->
          new Value.NumberValue(number.number().negate()).marked(marks);
      case Value.BoolValue truth -> Value.of(!truth.truth()).marked(marks);
      case Value.UnknownValue ignored -> Unknowns.notNull(type);
      case Value.StringValue other -> other;
      case Value.ListValue other -> other;
      case Value.SetValue other -> other;
      case Value.MapValue other -> other;
      case Value.TupleValue other -> other;
      case Value.ObjectValue other -> other;
      case Value.NullValue other -> other;
      case Value.MarkedValue other -> other;
    };
  }
}
