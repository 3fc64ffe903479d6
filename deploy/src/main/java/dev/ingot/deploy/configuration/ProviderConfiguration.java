package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import java.util.Optional;

/**
 * A {@code provider} block.
 *
 * @param alias empty for the default configuration
 * @param forEach what it makes a configuration for each of, as OpenTofu added it to the language
 * @param body the provider's own arguments
 */
public record ProviderConfiguration(
    String localName,
    String alias,
    Optional<Expression> forEach,
    Body body,
    SourceRange declaration) {
  /** A block that makes one configuration. */
  public ProviderConfiguration(String localName, String alias, Body body, SourceRange declaration) {
    this(localName, alias, Optional.empty(), body, declaration);
  }
}
