package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import java.util.List;

/**
 * One entry of {@code required_providers}.
 *
 * @param source the full address, {@code host/namespace/type}
 * @param versionConstraint as written; empty for any version
 * @param aliases configurations a calling module must pass
 */
public record ProviderRequirement(
    String localName,
    String source,
    String versionConstraint,
    List<ProviderReference> aliases,
    SourceRange range) {
  public ProviderRequirement {
    aliases = List.copyOf(aliases);
  }
}
