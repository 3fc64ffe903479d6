package dev.ingot.storage.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks zip archives. A symbolic link in one becomes a file with the link's target. */
public final class ZipArchive {
  private ZipArchive() {}

  /**
   * Unpacks an archive.
   *
   * @throws ArchiveException if it is malformed, leads out of the folder or is too large
   */
  public static void unpack(Path archive, UnpackedFolder into) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      into.expect(zip.size());
      Set<String> executables = executables(archive);
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String name = entry.getName();
        if (entry.isDirectory()) {
          into.addFolder(name);
        } else {
          try (InputStream content = zip.getInputStream(entry)) {
            into.addFile(name, content, executables.contains(name));
          }
        }
      }
      into.finish();
    } catch (ZipException e) {
      throw new ArchiveException("is not an archive: " + e.getMessage());
    }
  }

  /** The files their owner may run; an archive that can't be told as files has none. */
  private static Set<String> executables(Path archive) throws IOException {
    Set<String> names = new HashSet<>();
    try (FileSystem zip =
            FileSystems.newFileSystem(archive, Map.of("enablePosixFileAttributes", "true"));
        Stream<Path> all = Files.walk(zip.getPath("/"))) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        if (Files.getPosixFilePermissions(each).contains(PosixFilePermission.OWNER_EXECUTE)) {
          names.add(each.toString().substring(1));
        }
      }
    } catch (ZipException | ProviderNotFoundException e) {
      // The second where the name of the file doesn't end with .zip.
      return Set.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return names;
  }
}
