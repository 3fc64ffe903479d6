package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/**
 * The name of a provider configuration inside a module.
 *
 * @param localName the name in {@code required_providers}
 * @param alias empty for the default configuration
 * @param key which of the configurations that a block with {@code for_each} makes
 * @param nameRange the local name alone
 */
public record ProviderReference(
    String localName,
    String alias,
    Optional<Expression> key,
    SourceRange nameRange,
    SourceRange range) {
  /**
   * Reads the name of a provider configuration.
   *
   * @param argument the argument it is given with, for messages
   */
  static Optional<ProviderReference> read(
      Expression expression, String argument, Diagnostics diagnostics) {
    Expression written = StaticExpressions.written(expression);
    if (written instanceof Expression.Index index) {
      return keyed(
          named(
              StaticTraversals.found(index.collection(), diagnostics),
              expression,
              argument,
              diagnostics),
          index.key(),
          diagnostics);
    }
    Optional<Traversal> found = StaticTraversals.found(expression, diagnostics);
    if (found.isPresent()
        && found.get().steps().size() == 2
        && found.get().steps().getLast() instanceof Traversal.Key(Value key, SourceRange place)) {
      Traversal whole = found.get();
      return keyed(
          named(
              Optional.of(
                  new Traversal(whole.root(), whole.rootRange(), whole.steps().subList(0, 1))),
              expression,
              argument,
              diagnostics),
          new Expression.Literal(key, place),
          diagnostics);
    }
    return named(found, expression, argument, diagnostics);
  }

  private static Optional<ProviderReference> keyed(
      Optional<ProviderReference> block, Expression key, Diagnostics diagnostics) {
    if (block.isPresent() && block.get().alias().isEmpty()) {
      return refused(
          "Provider assignment requires an alias when specifying an instance key, in the form of"
              + " provider.name[instance_key]",
          block.get().range(),
          diagnostics);
    }
    return block.map(
        found ->
            new ProviderReference(
                found.localName, found.alias, Optional.of(key), found.nameRange, found.range));
  }

  /** The same where quotes are only allowed in JSON. */
  static Optional<ProviderReference> readBare(
      Expression expression, String argument, Diagnostics diagnostics) {
    return named(
        StaticTraversals.bareReference(expression, diagnostics), expression, argument, diagnostics);
  }

  private static Optional<ProviderReference> named(
      Optional<Traversal> found, Expression expression, String argument, Diagnostics diagnostics) {
    if (found.isEmpty() || found.get().steps().size() > 1) {
      return refused(
          "The "
              + argument
              + " argument requires a provider type name, optionally followed by a period and then"
              + " a configuration alias.",
          expression.range(),
          diagnostics);
    }
    Traversal name = found.get();
    if (!ProviderNames.check(name.root(), name.rootRange(), diagnostics)) {
      return Optional.empty();
    }
    if (name.steps().isEmpty()) {
      return Optional.of(
          new ProviderReference(
              name.root(), "", Optional.empty(), name.rootRange(), expression.range()));
    }
    if (name.steps().getFirst() instanceof Traversal.Attribute(String alias, SourceRange _)) {
      return Optional.of(
          new ProviderReference(
              name.root(), alias, Optional.empty(), name.rootRange(), expression.range()));
    }
    return refused(
        "Provider name must either stand alone or be followed by a period and then a"
            + " configuration alias.",
        name.steps().getFirst().range(),
        diagnostics);
  }

  private static Optional<ProviderReference> refused(
      String why, SourceRange place, Diagnostics diagnostics) {
    diagnostics.error("Invalid provider configuration reference", why, place);
    return Optional.empty();
  }

  /** {@code name} or {@code name.alias}, without a key. */
  public String text() {
    return alias.isEmpty() ? localName : localName + "." + alias;
  }
}
