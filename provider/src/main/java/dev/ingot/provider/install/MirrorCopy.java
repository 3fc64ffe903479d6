package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Copies the packages of chosen versions to a folder. Rules: the documentation of {@code providers
 * mirror}.
 *
 * @param installation what versions are chosen by
 */
public record MirrorCopy(
    List<PackageSource> sources, Installation installation, MirrorCopy.Progress progress) {
  public MirrorCopy {
    sources = List.copyOf(sources);
  }

  /** What is going on, for people. */
  public interface Progress {
    /** A provider's turn. */
    void beginning(ProviderAddress address);

    /** The version that is copied; whether the lock file says it. */
    void selected(Version version, boolean locked);

    /** A package is fetched. */
    void downloading(Platform platform);

    /** A package was fetched. */
    void authenticated(Authentication authentication);
  }

  /** Copies each provider's package for each platform; what went wrong, if anything. */
  public List<Diagnostic> run(
      List<RequiredProvider> required,
      LockFile lock,
      List<Platform> platforms,
      MirrorFolder target) {
    List<Diagnostic> problems = new ArrayList<>();
    for (RequiredProvider each :
        required.stream().sorted(Comparator.comparing(RequiredProvider::address)).toList()) {
      try {
        one(each, lock, platforms, target);
      } catch (InstallationException e) {
        problems.add(e.diagnostic());
      } catch (IOException e) {
        String why = e instanceof RegistryException known ? known.text() : e.getMessage() + ".";
        problems.add(
            Diagnostic.error(
                "Provider not copied",
                "Error while copying " + each.address().shortText() + ": " + why));
      }
    }
    return problems;
  }

  private void one(
      RequiredProvider required, LockFile lock, List<Platform> platforms, MirrorFolder target)
      throws IOException, InstallationException {
    ProviderAddress address = required.address();
    progress.beginning(address);
    Version version = installation.version(required, lock, false);
    progress.selected(version, lock.find(address).isPresent());
    for (Platform platform : platforms) {
      progress.downloading(platform);
      ProviderPackage found = find(address, version, platform);
      try {
        target.add(address, version, platform, found);
      } finally {
        if (found instanceof ProviderPackage.Downloaded downloaded) {
          Files.deleteIfExists(downloaded.archive());
        }
      }
      if (found instanceof ProviderPackage.Downloaded downloaded) {
        progress.authenticated(downloaded.authentication());
      }
    }
    target.describe(address);
  }

  private ProviderPackage find(ProviderAddress address, Version version, Platform platform)
      throws IOException, InstallationException {
    for (PackageSource source : sources) {
      Optional<ProviderPackage> found =
          source.serves(address) ? source.find(address, version, platform) : Optional.empty();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw InstallationException.otherPlatform(address, version, platform);
  }
}
