package dev.ingot.lang.function;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arguments of one call: converted to the parameters' types; without marks, null or unknown
 * unless the parameter allows them.
 */
public final class Arguments {
  private final List<Value> values;
  private final Scope.Call call;

  Arguments(List<Value> values, Scope.Call call) {
    this.values = values;
    this.call = call;
  }

  /** Their number. */
  public int size() {
    return values.size();
  }

  /** All of them. */
  public List<Value> all() {
    return values;
  }

  /** Those from an index on. */
  public List<Value> from(int index) {
    return values.subList(Math.min(index, values.size()), values.size());
  }

  /** The argument at an index. */
  public Value get(int index) {
    return values.get(index);
  }

  /** The text of a known string. */
  public String text(int index) {
    return text(values.get(index));
  }

  /** The text of a known string value. */
  public static String text(Value value) {
    if (value.unmarked() instanceof Value.StringValue(String text)) {
      return text;
    }
    throw new IllegalArgumentException("not a known string: " + value.type());
  }

  /** A known number. */
  public BigFloat number(int index) {
    return number(values.get(index));
  }

  /** The number of a known number value. */
  public static BigFloat number(Value value) {
    if (value.unmarked() instanceof Value.NumberValue(BigFloat number)) {
      return number;
    }
    throw new IllegalArgumentException("not a known number: " + value.type());
  }

  /** Whether a known boolean is true. */
  public boolean truth(int index) {
    return values.get(index).unmarked() instanceof Value.BoolValue(boolean truth) && truth;
  }

  /** A whole number in the range of a long. */
  public long whole(int index) throws FunctionFailure {
    return whole(number(index), "");
  }

  /** The same, with the prefix of the failure. */
  public static long whole(BigFloat number, String prefix) throws FunctionFailure {
    if (number.isWhole() && number.asLong().isPresent()) {
      return number.asLong().getAsLong();
    }
    throw new FunctionFailure(
        prefix
            + "value must be a whole number, between -9223372036854775808 and"
            + " 9223372036854775807");
  }

  /** The elements of a known list, set or tuple, or the values of a map or object. */
  public List<Value> elements(int index) {
    return elements(values.get(index));
  }

  /** The elements of a known value; empty for one without elements. */
  public static List<Value> elements(Value value) {
    return switch (value.unmarked()) {
      case Value.ListValue list -> list.elements();
      case Value.SetValue set -> set.elements();
      case Value.TupleValue tuple -> tuple.elements();
      case Value.MapValue map -> List.copyOf(map.entries().values());
      case Value.ObjectValue object -> List.copyOf(object.attributes().values());
      case Value.StringValue ignored -> List.of();
      case Value.NumberValue ignored -> List.of();
      case Value.BoolValue ignored -> List.of();
      case Value.NullValue ignored -> List.of();
      case Value.UnknownValue ignored -> List.of();
      case Value.MarkedValue ignored -> List.of();
    };
  }

  /** The entries of a known map or object; empty for anything else. */
  public static Map<String, Value> entries(Value value) {
    if (value.unmarked() instanceof Value.MapValue map) {
      return map.entries();
    }
    return value.unmarked() instanceof Value.ObjectValue object ? object.attributes() : Map.of();
  }

  /** The types of the arguments from an index on. */
  public List<Type> types(int index) {
    List<Type> types = new ArrayList<>();
    for (Value value : from(index)) {
      types.add(value.type());
    }
    return types;
  }

  /** The environment of the function. */
  public Scope.Environment environment() {
    return call.scope().environment();
  }

  /** The call. */
  public Scope.Call call() {
    return call;
  }
}
