package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.version.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses versions of providers, installs their packages and records the choices. What the lock
 * file chose stays chosen unless newer versions are asked for. Rules: Terraform's documentation of
 * {@code init} and of the lock file.
 */
public final class Installation {
  private final List<PackageSource> sources;
  private final ProviderFolder folder;
  private final Progress progress;

  /** What is going on, for people. */
  public interface Progress {
    /** Versions are looked for; those of the constraints, or the newest if they are empty. */
    void finding(ProviderAddress address, String constraints);

    /** The version of the lock file is used. */
    void reusing(ProviderAddress address);

    /** The package is there already. */
    void present(ProviderAddress address, Version version);

    /** A package is being installed. */
    void installing(ProviderAddress address, Version version);

    /** A package was installed. */
    void installed(ProviderAddress address, Version version);
  }

  /**
   * @param sources asked in order; the first that serves a provider and has the version gives it
   */
  public Installation(List<PackageSource> sources, ProviderFolder folder, Progress progress) {
    this.sources = List.copyOf(sources);
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * How it went.
   *
   * @param lock the choices, of what was installed and of what was not
   * @param problems empty if all is installed
   */
  public record Outcome(LockFile lock, List<Diagnostic> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Installs what is needed.
   *
   * @param required each provider once
   * @param upgrade whether newer versions than those chosen are wanted
   */
  public Outcome install(Collection<RequiredProvider> required, LockFile lock, boolean upgrade) {
    List<Diagnostic> problems = new ArrayList<>();
    Map<RequiredProvider, Version> versions = new LinkedHashMap<>();
    required.stream()
        .sorted(Comparator.comparing(RequiredProvider::address))
        .forEach(
            each ->
                attempt(each, () -> versions.put(each, version(each, lock, upgrade)), problems));
    LockFile[] choices = {lock.only(required.stream().map(RequiredProvider::address).toList())};
    if (problems.isEmpty()) {
      versions.forEach(
          (each, version) ->
              attempt(
                  each,
                  () -> choices[0] = choices[0].with(installed(each, version, lock)),
                  problems));
    }
    return new Outcome(choices[0], problems);
  }

  /** A part of the work for one provider. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InstallationException;
  }

  private static void attempt(RequiredProvider provider, Work work, List<Diagnostic> problems) {
    try {
      work.run();
    } catch (InstallationException e) {
      problems.add(e.diagnostic());
    } catch (IOException e) {
      problems.add(
          Diagnostic.error(
              "Failed to install provider",
              "Error while installing "
                  + provider.address().shortText()
                  + ": "
                  + e.getMessage()
                  + "."));
    }
  }

  private Version version(RequiredProvider required, LockFile lock, boolean upgrade)
      throws IOException, InstallationException {
    ProviderAddress address = required.address();
    Optional<LockedProvider> chosen = upgrade ? Optional.empty() : lock.find(address);
    if (chosen.isEmpty()) {
      progress.finding(address, required.text());
      return newest(required);
    }
    progress.reusing(address);
    Version version = chosen.get().version();
    if (!required.allows(version)) {
      throw InstallationException.noPackages(
          address,
          "locked provider "
              + address
              + " "
              + version
              + " does not match configured version constraint "
              + required.text()
              + "; run init with -upgrade to allow selection of new versions");
    }
    return version;
  }

  private LockedProvider installed(RequiredProvider required, Version version, LockFile before)
      throws IOException, InstallationException {
    ProviderAddress address = required.address();
    Set<PackageHash> known = new LinkedHashSet<>();
    before
        .find(address)
        .filter(locked -> locked.version().equals(version))
        .ifPresent(locked -> known.addAll(locked.hashes()));
    Optional<PackageHash> present = present(address, version, known);
    known.add(present.isPresent() ? present.get() : fetched(address, version, known));
    return new LockedProvider(address, version, required.text(), List.copyOf(known));
  }

  private Version newest(RequiredProvider required) throws IOException, InstallationException {
    ProviderAddress address = required.address();
    List<String> places = new ArrayList<>();
    List<Version> all = new ArrayList<>();
    for (PackageSource source : sources) {
      if (source.serves(address)) {
        places.add(source.place());
        all.addAll(source.versions(address));
      }
    }
    if (all.isEmpty()) {
      throw InstallationException.noPackages(
          address,
          places.isEmpty()
              ? "no source of providers serves it; give a folder with -plugin-dir, or a"
                  + " filesystem_mirror in the CLI configuration file"
              : "provider "
                  + address
                  + " was not found in any of the search locations\n\n  - "
                  + String.join("\n  - ", places));
    }
    return all.stream()
        .filter(required::allows)
        .max(Comparator.naturalOrder())
        .orElseThrow(
            () ->
                InstallationException.noPackages(
                    address,
                    "no available releases match the given constraints " + required.text()));
  }

  /** The checksum of a package that is installed and may be used; empty if there is none. */
  private Optional<PackageHash> present(
      ProviderAddress address, Version version, Set<PackageHash> known) throws IOException {
    Optional<Path> place = folder.find(address, version);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    PackageHash hash = PackageHash.ofFolder(place.get());
    if (!known.contains(hash)) {
      return Optional.empty();
    }
    progress.present(address, version);
    return Optional.of(hash);
  }

  private PackageHash fetched(ProviderAddress address, Version version, Set<PackageHash> known)
      throws IOException, InstallationException {
    progress.installing(address, version);
    ProviderPackage found = find(address, version);
    PackageHash hash =
        switch (found) {
          case ProviderPackage.Packed(Path archive) -> {
            PackageHash files = PackageHash.ofArchiveFiles(archive);
            boolean allowed = known.isEmpty() || known.contains(files);
            if (!allowed && !known.contains(PackageHash.ofArchive(archive))) {
              throw InstallationException.otherPackage(address, version);
            }
            yield files;
          }
          case ProviderPackage.Unpacked(Path unpacked) -> {
            PackageHash files = PackageHash.ofFolder(unpacked);
            if (!known.isEmpty() && !known.contains(files)) {
              throw InstallationException.otherPackage(address, version);
            }
            yield files;
          }
        };
    Path place = folder.place(address, version);
    if (Files.isSymbolicLink(place)) {
      Files.delete(place);
    }
    PackageArchive.delete(place);
    switch (found) {
      case ProviderPackage.Packed(Path archive) -> PackageArchive.unpack(archive, place);
      case ProviderPackage.Unpacked(Path unpacked) -> link(unpacked.toRealPath(), place);
    }
    Path _ = ProviderFolder.program(place, address);
    progress.installed(address, version);
    return hash;
  }

  private static void link(Path unpacked, Path place) throws IOException {
    Path parent = place.getParent();
    if (parent != null && !Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(parent);
    }
    Files.createSymbolicLink(place, unpacked);
  }

  private ProviderPackage find(ProviderAddress address, Version version)
      throws IOException, InstallationException {
    for (PackageSource source : sources) {
      if (source.serves(address)) {
        Optional<ProviderPackage> found = source.find(address, version, folder.platform());
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw InstallationException.noPackages(
        address, "no source of providers has version " + version + " for " + folder.platform());
  }
}
