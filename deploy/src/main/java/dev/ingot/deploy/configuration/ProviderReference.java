package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;

/**
 * The name of a provider configuration inside a module.
 *
 * @param localName the name in {@code required_providers}
 * @param alias empty for the default configuration
 */
public record ProviderReference(String localName, String alias, SourceRange range) {
  /** {@code name} or {@code name.alias}. */
  public String text() {
    return alias.isEmpty() ? localName : localName + "." + alias;
  }
}
