package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryException;
import dev.ingot.storage.FolderTree;
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
  private static final int SHOWN = 10;

  private final List<PackageSource> sources;
  private final ProviderFolder folder;
  private final Optional<PluginCache> cache;
  private final Progress progress;

  /** What is going on, for people. */
  public interface Progress {
    /** Versions are looked for; those of the constraints, or the newest if they are empty. */
    void finding(ProviderAddress address, String constraints);

    /** The version of the lock file is used. */
    void reusing(ProviderAddress address);

    /** The package of the shared cache is used. */
    void cached(ProviderAddress address, Version version);

    /** The package is there already. */
    void present(ProviderAddress address, Version version);

    /** A package is being installed. */
    void installing(ProviderAddress address, Version version);

    /** A package was installed. */
    void installed(ProviderAddress address, Version version, Authentication authentication);
  }

  /**
   * @param sources asked in order; the first that serves a provider and has the version gives it
   * @param cache shared with other configurations
   */
  public Installation(
      List<PackageSource> sources,
      ProviderFolder folder,
      Optional<PluginCache> cache,
      Progress progress) {
    this.sources = List.copyOf(sources);
    this.folder = folder;
    this.cache = cache;
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

  /** The version that is installed: the chosen one, else the newest that will do. */
  Version version(RequiredProvider required, LockFile lock, boolean upgrade)
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
      throw InstallationException.unwanted(
          address,
          Phrase.of(
              "locked provider %s %s does not match configured version constraint %s; must use"
                  + " ingot init -upgrade to allow selection of new versions",
              address, version, required.text()));
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
    if (present.isEmpty()) {
      present = shared(address, version, known);
    }
    if (present.isPresent()) {
      known.add(present.get());
    } else {
      known.addAll(fetched(address, version, known));
    }
    return new LockedProvider(address, version, required.text(), List.copyOf(known));
  }

  private Version newest(RequiredProvider required) throws IOException, InstallationException {
    ProviderAddress address = required.address();
    List<String> places = new ArrayList<>();
    List<Version> all = new ArrayList<>();
    for (PackageSource source : sources) {
      if (source.serves(address)) {
        places.add(source.place());
        all.addAll(versions(source, address));
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
                InstallationException.unwanted(
                    address,
                    Phrase.of(
                        "no available releases match the given constraints %s\n\nAvailable: %s",
                        required.text(), newestOf(all))));
  }

  private static List<Version> versions(PackageSource source, ProviderAddress address)
      throws IOException, InstallationException {
    try {
      return source.versions(address);
    } catch (RegistryException e) {
      throw InstallationException.noPackages(address, e.text());
    }
  }

  /** The newest versions, for a message. */
  private static String newestOf(List<Version> all) {
    List<Version> newest =
        all.stream().distinct().sorted(Comparator.reverseOrder()).limit(SHOWN + 1).toList();
    String shown = String.join(", ", newest.stream().limit(SHOWN).map(Version::toString).toList());
    return newest.size() > SHOWN ? shown + ", and older ones" : shown;
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

  /** The checksum of a package of the cache that is used from now on; empty if there is none. */
  private Optional<PackageHash> shared(
      ProviderAddress address, Version version, Set<PackageHash> known) throws IOException {
    Optional<Path> shared =
        cache.isEmpty() ? Optional.empty() : cache.get().find(address, version, known);
    if (shared.isEmpty()) {
      return Optional.empty();
    }
    PackageHash hash = PackageHash.ofFolder(shared.get());
    link(shared.get().toRealPath(), cleared(address, version));
    progress.cached(address, version);
    return Optional.of(hash);
  }

  private Path cleared(ProviderAddress address, Version version) throws IOException {
    Path place = folder.place(address, version);
    if (Files.isSymbolicLink(place)) {
      Files.delete(place);
    }
    FolderTree.delete(place);
    return place;
  }

  private Set<PackageHash> fetched(ProviderAddress address, Version version, Set<PackageHash> known)
      throws IOException, InstallationException {
    progress.installing(address, version);
    try {
      ProviderPackage found = find(address, version);
      try {
        return placed(address, version, found, known);
      } finally {
        if (found instanceof ProviderPackage.Downloaded downloaded) {
          Files.deleteIfExists(downloaded.archive());
        }
      }
    } catch (RegistryException e) {
      throw InstallationException.failed(address, version, e.text());
    }
  }

  private Set<PackageHash> placed(
      ProviderAddress address, Version version, ProviderPackage found, Set<PackageHash> known)
      throws IOException, InstallationException {
    Set<PackageHash> hashes = new LinkedHashSet<>();
    Authentication authentication = new Authentication.None();
    switch (found) {
      case ProviderPackage.Packed(Path archive) ->
          hashes.add(unpacked(address, version, archive, known));
      case ProviderPackage.Unpacked(Path unpacked) -> {
        PackageHash files = PackageHash.ofFolder(unpacked);
        if (!known.isEmpty() && !known.contains(files)) {
          throw InstallationException.otherPackage(address, version);
        }
        link(unpacked.toRealPath(), cleared(address, version));
        hashes.add(files);
      }
      case ProviderPackage.Downloaded downloaded -> {
        hashes.add(unpacked(address, version, downloaded.archive(), known));
        hashes.addAll(downloaded.vouched());
        authentication = downloaded.authentication();
      }
    }
    Path _ = ProviderFolder.program(folder.place(address, version), address);
    progress.installed(address, version, authentication);
    return hashes;
  }

  private PackageHash unpacked(
      ProviderAddress address, Version version, Path archive, Set<PackageHash> known)
      throws IOException, InstallationException {
    PackageHash files = PackageHash.ofArchiveFiles(archive);
    if (!known.isEmpty()
        && !known.contains(files)
        && !known.contains(PackageHash.ofArchive(archive))) {
      throw InstallationException.otherPackage(address, version);
    }
    Path place = cleared(address, version);
    if (cache.isPresent()) {
      link(cache.get().add(address, version, archive, files).toRealPath(), place);
    } else {
      PackageArchive.unpack(archive, place);
    }
    return files;
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
    // A version that is chosen may be gone from one source and be in the next.
    for (PackageSource source : sources) {
      if (source.serves(address)) {
        Optional<ProviderPackage> found = source.find(address, version, folder.platform());
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    throw InstallationException.otherPlatform(address, version, folder.platform());
  }
}
