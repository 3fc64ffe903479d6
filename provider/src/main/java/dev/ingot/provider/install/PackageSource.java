package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A place providers are installed from. Each kind of place is a type of its own. */
public sealed interface PackageSource
    permits FilesystemMirror, NetworkMirror, OciMirror, RegistrySource {
  /** Whether it is asked about a provider. */
  boolean serves(ProviderAddress address);

  /**
   * The versions of a provider it has, in no order.
   *
   * @throws IOException if it can't be asked
   */
  List<Version> versions(ProviderAddress address) throws IOException;

  /**
   * A package; empty if there is none for a platform.
   *
   * @throws IOException if it can't be had
   */
  Optional<ProviderPackage> find(ProviderAddress address, Version version, Platform platform)
      throws IOException;

  /** Where it is, for messages. */
  String place();
}
