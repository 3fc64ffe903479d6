package dev.ingot.provider.install;

import dev.ingot.storage.ScratchFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** Unpacks providers' archives, which come from elsewhere. */
final class PackageArchive {
  private static final int MOST_FILES = 10_000;
  private static final long MOST_BYTES = 8L << 30;

  private final Path into;
  private long bytes;

  private PackageArchive(Path into) {
    this.into = into;
  }

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
      new PackageArchive(fresh).unpack(archive);
      Files.setPosixFilePermissions(
          fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, place);
    } catch (ZipException e) {
      throw new IOException(archive + " is not an archive: " + e.getMessage(), e);
    }
  }

  /** Removes a folder and all in it. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void unpack(Path archive) throws IOException {
    try (FileSystem zip =
            FileSystems.newFileSystem(archive, Map.of("enablePosixFileAttributes", "true"));
        Stream<Path> all = Files.walk(zip.getPath("/"))) {
      List<Path> entries = all.limit(MOST_FILES + 1L).toList();
      if (entries.size() > MOST_FILES) {
        throw new IOException(archive + " has more than " + MOST_FILES + " files");
      }
      for (Path entry : entries) {
        copy(entry, archive);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void copy(Path entry, Path archive) throws IOException {
    Path target = into.resolve(entry.toString().substring(1)).normalize();
    if (!target.startsWith(into)) {
      throw new IOException(archive + " has the file " + entry + ", which leads out of it");
    }
    if (Files.isDirectory(entry)) {
      Files.createDirectories(target);
      return;
    }
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = Files.newInputStream(entry);
        OutputStream out = Files.newOutputStream(target)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes += count;
        if (bytes > MOST_BYTES) {
          throw new IOException(
              archive + " unpacks to more than " + (MOST_BYTES >> 30) + " GiB, the limit");
        }
        out.write(buffer, 0, count);
      }
    }
    Files.setPosixFilePermissions(target, permissions(entry));
  }

  /** What the archive says, but never writable for others, and readable for all. */
  private static Set<PosixFilePermission> permissions(Path entry) throws IOException {
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(entry);
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if (given.contains(PosixFilePermission.OWNER_EXECUTE)) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }
}
