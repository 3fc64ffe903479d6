package dev.ingot.provider.install;

import java.nio.file.Path;
import java.util.List;

/** A provider's package on this host. */
public sealed interface ProviderPackage {
  /** An archive, to be unpacked. */
  record Packed(Path archive) implements ProviderPackage {}

  /** A folder, to be used where it is. */
  record Unpacked(Path folder) implements ProviderPackage {}

  /**
   * An archive that was fetched from another host, to be unpacked and deleted.
   *
   * @param vouched checksums of the archives of all platforms that the publisher signed; may be
   *     empty
   */
  record Downloaded(Path archive, List<PackageHash> vouched, Authentication authentication)
      implements ProviderPackage {
    public Downloaded {
      vouched = List.copyOf(vouched);
    }
  }
}
