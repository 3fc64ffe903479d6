package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import java.util.List;

/**
 * A provider that is needed, and which versions of it will do.
 *
 * @param constraints all that must hold, from every module; empty for any version
 */
public record RequiredProvider(ProviderAddress address, List<VersionConstraints.Part> constraints) {
  public RequiredProvider {
    constraints = List.copyOf(constraints);
  }

  /** Whether a version will do; one before a release only if it is asked for exactly. */
  public boolean allows(Version version) {
    boolean named =
        constraints.stream()
            .anyMatch(
                part ->
                    part.operator() == VersionConstraints.Operator.EXACTLY
                        && part.version().compareTo(version) == 0);
    return (named || !version.isPrerelease()) && new VersionConstraints(constraints).allow(version);
  }

  /** The constraints as the lock file and messages have them. */
  public String text() {
    return ConstraintText.of(constraints);
  }
}
