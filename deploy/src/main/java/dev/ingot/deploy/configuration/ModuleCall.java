package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code module} block.
 *
 * @param arguments the input variables it sets, by name
 * @param problems what is wrong with its arguments, whatever the module takes
 * @param providers the configurations it passes, by the child's name for them
 * @param declaration the block's header
 * @param missingItemRange where a missing argument is reported
 */
public record ModuleCall(
    String name,
    ModuleSource address,
    SourceRange sourceRange,
    Optional<String> version,
    Optional<Expression> count,
    Optional<Expression> forEach,
    List<Traversal> dependsOn,
    Map<String, PassedProvider> providers,
    Map<String, Body.Attribute> arguments,
    List<Diagnostic> problems,
    SourceRange declaration,
    SourceRange missingItemRange) {
  public ModuleCall {
    dependsOn = List.copyOf(dependsOn);
  }

  /** Where the module comes from, as it is written. */
  public String source() {
    return address.text();
  }

  /** Whether the source is a path to a folder. */
  public boolean isLocal() {
    return address.kind() == ModuleSource.Kind.LOCAL;
  }
}
