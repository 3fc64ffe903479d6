package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;

/**
 * A {@code provider_meta} block: what a module tells a provider about itself with each call.
 *
 * @param provider the local name of the provider
 */
public record MetadataBlock(String provider, Body body, SourceRange declaration) {}
