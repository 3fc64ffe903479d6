package dev.ingot.provider.install;

import dev.ingot.storage.ScratchFolder;
import dev.ingot.storage.archive.ArchiveException;
import dev.ingot.storage.archive.UnpackedFolder;
import dev.ingot.storage.archive.ZipArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Unpacks providers' archives, which come from elsewhere. */
final class PackageArchive {
  private static final int MOST_FILES = 10_000;
  private static final long MOST_BYTES = 8L << 30;

  private static final UnpackedFolder.Limits LIMITS =
      new UnpackedFolder.Limits(MOST_FILES, MOST_BYTES);

  private PackageArchive() {}

  /**
   * Unpacks an archive to a folder that isn't there yet: whole or not at all.
   *
   * @throws IOException if it is malformed, leads out of the folder or is too large
   */
  static void unpack(Path archive, Path place) throws IOException {
    Path parent = place.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(place + " is not a folder for a package");
    }
    Files.createDirectories(parent);
    try (ScratchFolder scratch = ScratchFolder.create(parent, ".unpacking-")) {
      scratch.removeAbandoned();
      Path fresh = Files.createDirectory(scratch.path().resolve("package"));
      ZipArchive.unpack(archive, new UnpackedFolder(fresh, LIMITS));
      Files.setPosixFilePermissions(
          fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, place);
    } catch (ArchiveException e) {
      throw new IOException(archive + " " + e.getMessage(), e);
    }
  }
}
