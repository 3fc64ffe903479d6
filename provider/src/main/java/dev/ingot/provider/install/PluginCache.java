package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.storage.FolderLock;
import dev.ingot.storage.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A folder with unpacked packages that many configurations share. A package in it is used only if
 * the lock file has its checksum, so that whoever can write there can't change what is run. Rules:
 * the documentation of {@code plugin_cache_dir}.
 *
 * @param mayBreakLockFile whether a package is used also where the lock file doesn't know it
 */
public record PluginCache(ProviderFolder folder, boolean mayBreakLockFile) {
  private static final String LOCK = ".ingot.lock";

  /** A package that may be used: one with a known checksum. */
  Optional<Path> find(ProviderAddress address, Version version, Set<PackageHash> known)
      throws IOException {
    Optional<Path> place = folder.find(address, version);
    if (place.isEmpty()) {
      return place;
    }
    return mayBreakLockFile || known.contains(PackageHash.ofFolder(place.get()))
        ? place
        : Optional.empty();
  }

  /**
   * Unpacks an archive there, unless the same package is there already. One that differs is
   * replaced. Several processes may do so at once.
   *
   * @param hash of the archive's files
   */
  Path add(ProviderAddress address, Version version, Path archive, PackageHash hash)
      throws IOException {
    Path place = folder.place(address, version);
    Files.createDirectories(folder.folder());
    try (FolderLock _ = FolderLock.acquire(folder.folder().resolve(LOCK))) {
      Optional<Path> present = folder.find(address, version);
      if (present.isPresent() && PackageHash.ofFolder(present.get()).equals(hash)) {
        return present.get();
      }
      FolderTree.delete(place);
      PackageArchive.unpack(archive, place);
      return place;
    }
  }
}
