package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Optional;

/**
 * An {@code output} block.
 *
 * @param declaration the block's header
 */
public record OutputValue(
    String name,
    Expression expression,
    Optional<String> description,
    boolean sensitive,
    boolean ephemeral,
    List<Traversal> dependsOn,
    List<Condition> preconditions,
    SourceRange declaration) {
  public OutputValue {
    dependsOn = List.copyOf(dependsOn);
    preconditions = List.copyOf(preconditions);
  }
}
