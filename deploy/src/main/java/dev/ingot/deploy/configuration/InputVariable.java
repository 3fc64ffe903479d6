package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * A {@code variable} block.
 *
 * @param constraint the type that values are converted to
 * @param typeGiven whether the block has a {@code type} argument; without one, text from the
 *     command line is taken literally
 * @param defaultValue the default, converted; absent if a value is required
 * @param nullable whether null is a value like any other; otherwise null means the default
 * @param declaration the block's header
 * @param nameRange the label
 */
public record InputVariable(
    String name,
    TypeConstraint constraint,
    boolean typeGiven,
    Optional<Value> defaultValue,
    Optional<String> description,
    boolean nullable,
    boolean sensitive,
    boolean ephemeral,
    List<Condition> validations,
    SourceRange declaration,
    SourceRange nameRange) {
  public InputVariable {
    validations = List.copyOf(validations);
  }

  /** Whether the caller must give a value. */
  public boolean required() {
    return defaultValue.isEmpty();
  }

  /** Whether text for this variable is read as an expression. */
  public boolean takesExpressions() {
    return typeGiven && !(constraint.type() instanceof Type.Primitive);
  }
}
