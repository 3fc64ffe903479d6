package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Records the checksums of packages for several platforms without installing them. Rules: the
 * documentation of {@code providers lock}.
 *
 * @param installation what versions are chosen by
 */
public record LockUpdate(
    List<PackageSource> sources, Installation installation, LockUpdate.Progress progress) {
  public LockUpdate {
    sources = List.copyOf(sources);
  }

  /** What is going on, for people. */
  public interface Progress {
    /** A package is fetched. */
    void fetching(ProviderAddress address, Version version, Platform platform);

    /** A package was fetched. */
    void retrieved(
        ProviderAddress address, Version version, Platform platform, Authentication authentication);
  }

  /**
   * Adds the checksums of each provider for each platform.
   *
   * @return the lock file with them, and what went wrong
   */
  public Installation.Outcome run(
      Collection<RequiredProvider> required, LockFile lock, List<Platform> platforms) {
    List<Diagnostic> problems = new ArrayList<>();
    LockFile changed = lock;
    for (RequiredProvider each :
        required.stream().sorted(Comparator.comparing(RequiredProvider::address)).toList()) {
      try {
        changed = changed.with(one(each, lock, platforms));
      } catch (InstallationException e) {
        problems.add(e.diagnostic());
      } catch (IOException e) {
        String why = e instanceof RegistryException known ? known.text() : e.getMessage() + ".";
        problems.add(
            Diagnostic.error(
                "Could not retrieve providers for locking",
                "Error while fetching " + each.address().shortText() + ": " + why));
      }
    }
    return new Installation.Outcome(changed, problems);
  }

  private LockedProvider one(RequiredProvider required, LockFile lock, List<Platform> platforms)
      throws IOException, InstallationException {
    ProviderAddress address = required.address();
    Version version = installation.version(required, lock, false);
    Set<PackageHash> hashes = new LinkedHashSet<>();
    lock.find(address)
        .filter(locked -> locked.version().equals(version))
        .ifPresent(locked -> hashes.addAll(locked.hashes()));
    for (Platform platform : platforms) {
      progress.fetching(address, version, platform);
      hashes.addAll(fetched(address, version, platform));
    }
    return new LockedProvider(address, version, required.text(), List.copyOf(hashes));
  }

  private Set<PackageHash> fetched(ProviderAddress address, Version version, Platform platform)
      throws IOException, InstallationException {
    for (PackageSource source : sources) {
      Optional<ProviderPackage> found =
          source.serves(address) ? source.find(address, version, platform) : Optional.empty();
      if (found.isPresent()) {
        return hashes(found.get(), address, version, platform);
      }
    }
    throw InstallationException.otherPlatform(address, version, platform);
  }

  private Set<PackageHash> hashes(
      ProviderPackage found, ProviderAddress address, Version version, Platform platform)
      throws IOException {
    Set<PackageHash> hashes = new LinkedHashSet<>();
    Authentication authentication = new Authentication.None();
    switch (found) {
      case ProviderPackage.Packed(Path archive) -> hashes.add(PackageHash.ofArchiveFiles(archive));
      case ProviderPackage.Unpacked(Path unpacked) -> hashes.add(PackageHash.ofFolder(unpacked));
      case ProviderPackage.Downloaded downloaded -> {
        try {
          hashes.add(PackageHash.ofArchiveFiles(downloaded.archive()));
        } finally {
          Files.deleteIfExists(downloaded.archive());
        }
        hashes.addAll(downloaded.vouched());
        authentication = downloaded.authentication();
      }
    }
    progress.retrieved(address, version, platform, authentication);
    return hashes;
  }
}
