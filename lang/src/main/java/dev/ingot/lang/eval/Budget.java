package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;

/**
 * How much one evaluation may do and make. A few nested loops could otherwise run for days, or fill
 * all of the memory, while each single result stays below its own limit.
 */
final class Budget {
  private static final long STEPS = 200_000_000;
  private static final long ELEMENTS = 32 << 20;
  private static final long CHARACTERS = 512 << 20;

  private long steps = STEPS;
  private long elements = ELEMENTS;
  private long characters = CHARACTERS;

  /** Takes one step; whether there is anything left. */
  boolean step() {
    steps--;
    return steps >= 0 && elements >= 0 && characters >= 0;
  }

  /** Counts what an expression has made. */
  void made(Value value) {
    switch (value.unmarked()) {
      case Value.StringValue(String text) -> characters -= text.length();
      case Value.ListValue(var type, List<Value> parts) -> elements -= parts.size();
      case Value.SetValue(var type, List<Value> parts) -> elements -= parts.size();
      case Value.TupleValue(List<Value> parts) -> elements -= parts.size();
      case Value.MapValue(var type, Map<String, Value> parts) -> elements -= parts.size();
      case Value.ObjectValue(Map<String, Value> parts) -> elements -= parts.size();
      case Value.NumberValue small -> {}
      case Value.BoolValue small -> {}
      case Value.NullValue small -> {}
      case Value.UnknownValue small -> {}
      case Value.MarkedValue marked -> {}
    }
  }

  /** What the user is told when nothing is left. */
  static Diagnostic exhausted(SourceRange where) {
    return Diagnostic.error(
        "Expression too expensive",
        "Evaluating one expression may take at most "
            + STEPS
            + " steps and make at most "
            + ELEMENTS
            + " elements and "
            + CHARACTERS
            + " characters of text. Loops inside of loops multiply; make the inner ones smaller, or"
            + " compute a part once in a value of its own.",
        where);
  }
}
