package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Limits the work and the results of one evaluation. Otherwise a few nested loops could run for
 * days or fill the memory, while each single result stays below its own limit.
 */
final class Budget {
  private static final long STEPS = 200_000_000;
  private static final long ELEMENTS = 32 << 20;
  private static final long CHARACTERS = 512 << 20;

  private long steps = STEPS;
  private long elements = ELEMENTS;
  private long characters = CHARACTERS;

  /** Takes one step; returns whether any is left. */
  boolean step() {
    steps--;
    return steps >= 0 && elements >= 0 && characters >= 0;
  }

  /** Counts the result of an expression. */
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

  /** The error when nothing is left. */
  static Diagnostic exhausted(SourceRange where) {
    return Diagnostic.error(
        "Expression too expensive",
        "Evaluating one expression may take at most "
            + STEPS
            + " steps and make at most "
            + ELEMENTS
            + " elements and "
            + CHARACTERS
            + " characters of text. Nested loops multiply; make the inner ones smaller, or"
            + " compute a part once in a separate value.",
        where);
  }
}
