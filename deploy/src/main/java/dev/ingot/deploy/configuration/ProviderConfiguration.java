package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;

/**
 * A {@code provider} block.
 *
 * @param alias empty for the default configuration
 * @param body the provider's own arguments
 */
public record ProviderConfiguration(
    String localName, String alias, Body body, SourceRange declaration) {}
