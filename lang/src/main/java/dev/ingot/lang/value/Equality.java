package dev.ingot.lang.value;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The {@code ==} of the language over values without marks. */
final class Equality {
  private static final Value UNKNOWN = new Value.UnknownValue(Type.BOOL, Refinement.NOT_NULL);

  private enum Outcome {
    EQUAL,
    DIFFERENT,
    UNDECIDED;

    static Outcome of(boolean equal) {
      return equal ? EQUAL : DIFFERENT;
    }
  }

  private Equality() {}

  static Value equal(Value left, Value right) {
    Outcome outcome = outcome(left, right);
    return switch (outcome) {
      case EQUAL -> Values.TRUE;
      case DIFFERENT -> Values.FALSE;
      case UNDECIDED -> UNKNOWN;
    };
  }

  private static Outcome outcome(Value left, Value right) {
    boolean whole = left.isKnown() && right.isKnown() && !left.isNull() && !right.isNull();
    if (whole && !(Values.parts(left).isEmpty() && Values.parts(right).isEmpty())) {
      // Types are compared once for the whole value: they are as deep as the values.
      Type a = left.type();
      Type b = right.type();
      if (!a.equals(b)) {
        boolean undecided = hasUnknownType(left) || hasUnknownType(right);
        return undecided && mayBeSame(a, b) ? Outcome.UNDECIDED : Outcome.DIFFERENT;
      }
    }
    return same(left, right);
  }

  private static Outcome same(Value left, Value right) {
    if (left instanceof Value.UnknownValue unknown) {
      return unknown(unknown, right);
    }
    if (right instanceof Value.UnknownValue unknown) {
      return unknown(unknown, left);
    }
    // Nulls of all types are equal to each other.
    if (left.isNull() || right.isNull()) {
      return Outcome.of(left.isNull() && right.isNull());
    }
    return switch (left) {
      case Value.TupleValue a when right instanceof Value.TupleValue b ->
          elements(a.elements(), b.elements());
      case Value.ListValue a when right instanceof Value.ListValue b ->
          a.element().equals(b.element())
              ? elements(a.elements(), b.elements())
              : Outcome.DIFFERENT;
      case Value.ObjectValue a when right instanceof Value.ObjectValue b ->
          entries(a.attributes(), b.attributes());
      case Value.MapValue a when right instanceof Value.MapValue b ->
          a.element().equals(b.element()) ? entries(a.entries(), b.entries()) : Outcome.DIFFERENT;
      case Value.SetValue a when right instanceof Value.SetValue b ->
          Values.isWhollyKnown(a) && Values.isWhollyKnown(b)
              ? Outcome.of(a.equals(b))
              : Outcome.UNDECIDED;
      case Value.StringValue a -> Outcome.of(a.equals(right));
      case Value.NumberValue a -> Outcome.of(a.equals(right));
      case Value.BoolValue a -> Outcome.of(a.equals(right));
      case Value known -> Outcome.DIFFERENT;
    };
  }

  private static Outcome elements(List<Value> a, List<Value> b) {
    if (a.size() != b.size()) {
      return Outcome.DIFFERENT;
    }
    for (int i = 0; i < a.size(); i++) {
      Outcome outcome = same(a.get(i).unmarked(), b.get(i).unmarked());
      if (outcome != Outcome.EQUAL) {
        return outcome;
      }
    }
    return Outcome.EQUAL;
  }

  private static Outcome entries(Map<String, Value> a, Map<String, Value> b) {
    if (!a.keySet().equals(b.keySet())) {
      return Outcome.DIFFERENT;
    }
    Outcome result = Outcome.EQUAL;
    Iterator<Value> others = b.values().iterator();
    for (Value part : a.values()) {
      Outcome outcome = same(part.unmarked(), others.next().unmarked());
      if (outcome == Outcome.DIFFERENT) {
        return outcome;
      }
      if (outcome == Outcome.UNDECIDED) {
        result = outcome;
      }
    }
    return result;
  }

  private static Outcome unknown(Value.UnknownValue unknown, Value other) {
    if (other instanceof Value.UnknownValue second) {
      return areApart(unknown.refinement(), second.refinement())
          ? Outcome.DIFFERENT
          : Outcome.UNDECIDED;
    }
    if (!unknown.refinement().admits(other)) {
      return Outcome.DIFFERENT;
    }
    // A null of another type is equal; any other value of another type never is.
    return other.isNull() || mayBeSame(unknown.type(), other.type())
        ? Outcome.UNDECIDED
        : Outcome.DIFFERENT;
  }

  private static boolean areApart(Refinement a, Refinement b) {
    if (!a.notNull() || !b.notNull()) {
      return false;
    }
    int shared = Math.min(a.prefix().length(), b.prefix().length());
    return !a.prefix().regionMatches(0, b.prefix(), 0, shared)
        || isBelow(a, b)
        || isBelow(b, a)
        || a.maxLength() < b.minLength()
        || b.maxLength() < a.minLength();
  }

  private static boolean isBelow(Refinement a, Refinement b) {
    return a.upper().isPresent()
        && b.lower().isPresent()
        && a.upper().get().number().compareTo(b.lower().get().number()) < 0;
  }

  private static boolean mayBeSame(Type a, Type b) {
    return Types.conforms(a, b) || Types.conforms(b, a);
  }

  private static boolean hasUnknownType(Value value) {
    if (value instanceof Value.UnknownValue unknown) {
      return unknown.type().equals(Type.DYNAMIC);
    }
    for (Value part : Values.parts(value)) {
      if (hasUnknownType(part)) {
        return true;
      }
    }
    return false;
  }
}
