package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.MirrorClient;
import dev.ingot.provider.registry.MirrorClient.MirroredPackage;
import dev.ingot.provider.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A mirror that is reached by HTTPS.
 *
 * @param url as configured
 * @param downloads closed by its owner
 */
public record NetworkMirror(
    MirrorClient client, String url, AddressPatterns patterns, Downloads downloads)
    implements PackageSource {

  @Override
  public boolean serves(ProviderAddress address) {
    return patterns.match(address);
  }

  @Override
  public List<Version> versions(ProviderAddress address) throws IOException {
    return client.versions(address);
  }

  @Override
  public Optional<ProviderPackage> find(ProviderAddress address, Version version, Platform platform)
      throws IOException {
    Optional<MirroredPackage> found = client.find(address, version, platform.toString());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<PackageHash> hashes = found.get().hashes().stream().map(PackageHash::new).toList();
    Path archive = downloads.add(file -> download(found.get(), hashes, file));
    Authentication authentication =
        hashes.isEmpty() ? new Authentication.None() : new Authentication.Checksum();
    return Optional.of(new ProviderPackage.Downloaded(archive, List.of(), authentication));
  }

  private void download(MirroredPackage found, List<PackageHash> hashes, Path file)
      throws IOException {
    client.download(found, file);
    if (!hashes.isEmpty()
        && !hashes.contains(PackageHash.ofArchive(file))
        && !hashes.contains(PackageHash.ofArchiveFiles(file))) {
      throw new RegistryException(
          RegistryException.Kind.NOT_AUTHENTIC,
          "the archive from the mirror " + url + " has none of the checksums the mirror says",
          "Run the command again; if it happens again, tell whoever runs the mirror.");
    }
  }

  @Override
  public String place() {
    return url;
  }
}
