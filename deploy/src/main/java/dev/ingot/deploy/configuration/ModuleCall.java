package dev.ingot.deploy.configuration;

import dev.ingot.deploy.source.ModuleSource;
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
 * @param enabled whether there is an instance, if that depends on a value
 * @param arguments the input variables it sets, by name
 * @param problems problems with its arguments that don't depend on the module
 * @param providers the configurations it passes, by their names in the child
 * @param computed whether the source or the version isn't constant
 * @param declaration the block's header
 * @param missingItemRange the range at which a missing argument is reported
 */
public record ModuleCall(
    String name,
    ModuleSource address,
    SourceRange sourceRange,
    Optional<String> version,
    Optional<Expression> count,
    Optional<Expression> forEach,
    Optional<Enabled> enabled,
    List<Traversal> dependsOn,
    Map<String, PassedProvider> providers,
    Map<String, Body.Attribute> arguments,
    List<Diagnostic> problems,
    boolean computed,
    SourceRange declaration,
    SourceRange missingItemRange) {
  public ModuleCall {
    dependsOn = List.copyOf(dependsOn);
  }

  /** The module's source, as written. */
  public String source() {
    return address.text();
  }

  /** Whether the source is a path to a folder. */
  public boolean isLocal() {
    return address instanceof ModuleSource.Local;
  }
}
