package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
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

  /** The text from the root to the last step. */
  public SourceRange range() {
    return steps.isEmpty() ? rootRange : rootRange.to(steps.getLast().range());
  }
}
