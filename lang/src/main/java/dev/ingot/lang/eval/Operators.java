package dev.ingot.lang.eval;

import dev.ingot.lang.syntax.Expression.Binary.BinaryOperator;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.NumberException;
import dev.ingot.lang.value.Refinement.Bound;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Optional;

/** The operators on operands that are of the operator's type, not null, without marks. */
final class Operators {
  private Operators() {}

  /** The type operands are converted to. */
  static Type operandType(BinaryOperator operator) {
    return switch (operator) {
      case OR, AND -> Type.BOOL;
      case EQUAL, NOT_EQUAL -> Type.DYNAMIC;
      case GREATER,
          GREATER_OR_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MODULO ->
          Type.NUMBER;
    };
  }

  /** The type of the result. */
  static Type resultType(BinaryOperator operator) {
    return switch (operator) {
      case OR, AND, EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> Type.BOOL;
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO -> Type.NUMBER;
    };
  }

  /**
   * The result of a calculation with two numbers or of their comparison.
   *
   * @throws NumberException if there is no result
   */
  static Value ofNumbers(BinaryOperator operator, BigFloat left, BigFloat right) {
    return switch (operator) {
      case ADD -> new Value.NumberValue(left.plus(right));
      case SUBTRACT -> new Value.NumberValue(left.minus(right));
      case MULTIPLY -> new Value.NumberValue(left.times(right));
      case DIVIDE -> new Value.NumberValue(left.dividedBy(right));
      case MODULO -> new Value.NumberValue(left.remainder(right));
      case GREATER -> Value.of(left.compareTo(right) > 0);
      case GREATER_OR_EQUAL -> Value.of(left.compareTo(right) >= 0);
      case LESS -> Value.of(left.compareTo(right) < 0);
      case LESS_OR_EQUAL -> Value.of(left.compareTo(right) <= 0);
      case EQUAL -> Value.of(left.equals(right));
      case NOT_EQUAL -> Value.of(!left.equals(right));
      case OR, AND -> throw new IllegalArgumentException(operator.symbol());
    };
  }

  /** The refinement of an operation on numbers with at least one unknown. */
  static Value ofUnknownNumbers(BinaryOperator operator, Value left, Value right) {
    Optional<Bound> low = Unknowns.lower(left);
    Optional<Bound> high = Unknowns.upper(left);
    Optional<Bound> otherLow = Unknowns.lower(right);
    Optional<Bound> otherHigh = Unknowns.upper(right);
    return switch (operator) {
      case ADD -> Unknowns.number(sum(low, otherLow), sum(high, otherHigh));
      case SUBTRACT -> Unknowns.number(difference(low, otherHigh), difference(high, otherLow));
      case MULTIPLY, DIVIDE, MODULO -> Unknowns.notNull(Type.NUMBER);
      case LESS -> ordered(high, otherLow, low, otherHigh, true);
      case GREATER_OR_EQUAL -> ordered(high, otherLow, low, otherHigh, false);
      case GREATER -> ordered(otherHigh, low, otherLow, high, true);
      case LESS_OR_EQUAL -> ordered(otherHigh, low, otherLow, high, false);
      case EQUAL, NOT_EQUAL, OR, AND -> Unknowns.notNull(Type.BOOL);
    };
  }

  /** The result of {@code a < b}, or of its opposite, if the bounds decide it. */
  private static Value ordered(
      Optional<Bound> mostA,
      Optional<Bound> leastB,
      Optional<Bound> leastA,
      Optional<Bound> mostB,
      boolean whenLess) {
    if (mostA.isPresent()
        && leastB.isPresent()
        && mostA.get().number().compareTo(leastB.get().number()) < 0) {
      return Value.of(whenLess);
    }
    if (leastA.isPresent()
        && mostB.isPresent()
        && leastA.get().number().compareTo(mostB.get().number()) >= 0) {
      return Value.of(!whenLess);
    }
    return Unknowns.notNull(Type.BOOL);
  }

  private static Optional<Bound> sum(Optional<Bound> left, Optional<Bound> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Bound(
              left.get().number().plus(right.get().number()),
              left.get().inclusive() && right.get().inclusive()));
    } catch (NumberException e) {
      return Optional.empty();
    }
  }

  private static Optional<Bound> difference(Optional<Bound> left, Optional<Bound> right) {
    return sum(left, right.map(bound -> new Bound(bound.number().negate(), bound.inclusive())));
  }

  /** Conjunction or disjunction; unknown as soon as one operand is. */
  static Value ofTruths(BinaryOperator operator, Value left, Value right) {
    if (left instanceof Value.BoolValue(boolean a) && right instanceof Value.BoolValue(boolean b)) {
      return Value.of(operator == BinaryOperator.AND ? a && b : a || b);
    }
    return Unknowns.notNull(Type.BOOL);
  }

  /** The negation of a boolean, known or not. */
  static Value not(Value truth) {
    return truth instanceof Value.BoolValue(boolean known)
        ? known ? Values.FALSE : Values.TRUE
        : truth;
  }
}
