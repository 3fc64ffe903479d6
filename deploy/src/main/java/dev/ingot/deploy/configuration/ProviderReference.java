package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;

/**
 * The name of a provider configuration inside a module.
 *
 * @param localName the name in {@code required_providers}
 * @param alias empty for the default configuration
 * @param nameRange the local name alone
 */
public record ProviderReference(
    String localName, String alias, SourceRange nameRange, SourceRange range) {
  /** {@code name} or {@code name.alias}. */
  public String text() {
    return alias.isEmpty() ? localName : localName + "." + alias;
  }
}
