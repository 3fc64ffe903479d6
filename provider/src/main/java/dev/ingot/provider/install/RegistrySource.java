package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryClient;
import dev.ingot.provider.registry.RegistryClient.SignedPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The registries that addresses name.
 *
 * @param local folders whose providers come from there and from nowhere else
 * @param downloads closed by its owner
 */
public record RegistrySource(
    RegistryClient client,
    AddressPatterns patterns,
    List<FilesystemMirror> local,
    Downloads downloads)
    implements PackageSource {
  public RegistrySource {
    local = List.copyOf(local);
  }

  @Override
  public boolean serves(ProviderAddress address) {
    return patterns.match(address) && local.stream().noneMatch(mirror -> mirror.has(address));
  }

  @Override
  public List<Version> versions(ProviderAddress address) throws IOException {
    return client.releases(address).stream().map(RegistryClient.Release::version).toList();
  }

  @Override
  public Optional<ProviderPackage> find(ProviderAddress address, Version version, Platform platform)
      throws IOException {
    Optional<SignedPackage> found = client.find(address, version, platform.os(), platform.arch());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SignedPackage signed = found.get();
    Path archive = downloads.add(file -> client.download(signed, file));
    List<PackageHash> vouched =
        signed.checksums().stream().map(digest -> new PackageHash("zh:" + digest.hex())).toList();
    return Optional.of(
        new ProviderPackage.Downloaded(
            archive, vouched, new Authentication.Signed(signed.signer().fingerprint())));
  }

  @Override
  public String place() {
    return "the provider registry";
  }
}
