package dev.ingot.provider.install;

import java.nio.file.Path;

/** A provider's package on this host. */
public sealed interface ProviderPackage {
  /** An archive, to be unpacked. */
  record Packed(Path archive) implements ProviderPackage {}

  /** A folder, to be used where it is. */
  record Unpacked(Path folder) implements ProviderPackage {}
}
