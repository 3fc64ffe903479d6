package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import java.util.List;

/**
 * A choice that the dependency lock file records.
 *
 * @param constraints what was asked for when it was chosen; empty for any version
 * @param hashes of packages that may be used; sorted
 */
public record LockedProvider(
    ProviderAddress address, Version version, String constraints, List<PackageHash> hashes) {
  public LockedProvider {
    hashes = hashes.stream().distinct().sorted().toList();
  }
}
