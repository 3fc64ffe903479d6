package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;

/**
 * A root name and literal steps from it: {@code aws_instance.web[0].id}.
 *
 * @param root the first name
 */
public record Traversal(String root, SourceRange rootRange, List<Step> steps) {
  public Traversal {
    steps = List.copyOf(steps);
  }

  /** One step. */
  public sealed interface Step {
    /** The text of the step, with its dot or brackets. */
    SourceRange range();
  }

  /** {@code .name}. */
  public record Attribute(String name, SourceRange range) implements Step {}

  /** {@code [key]} with a literal number or string, or the legacy {@code .0}. */
  public record Key(Value key, SourceRange range) implements Step {}

  /** The traversal as it is usually written. */
  public String text() {
    StringBuilder text = new StringBuilder(root);
    for (Step step : steps) {
      switch (step) {
        case Attribute(String name, var _) -> text.append('.').append(name);
        case Key(Value key, var _) ->
            text.append('[')
                .append(Values.text(key).map(Quoting::quoted).orElseGet(() -> number(key)))
                .append(']');
      }
    }
    return text.toString();
  }

  private static String number(Value key) {
    return key instanceof Value.NumberValue(var number) ? number.toString() : "...";
  }

  /** The text from the root to the last step. */
  public SourceRange range() {
    return steps.isEmpty() ? rootRange : rootRange.to(steps.getLast().range());
  }
}
