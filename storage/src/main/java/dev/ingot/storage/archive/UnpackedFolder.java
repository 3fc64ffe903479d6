package dev.ingot.storage.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A folder of this process that an archive from elsewhere is unpacked into. Nothing is written
 * outside of it: names that lead out are refused, and links are made after all files, so that no
 * file is written through one. What is there after an exception is for the caller to remove.
 */
public final class UnpackedFolder {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /**
   * What an archive may have.
   *
   * @param entries files, folders and links
   * @param bytes of all files together
   */
  public record Limits(int entries, long bytes) {}

  private final Path folder;
  private final Limits limits;
  private final Map<Path, String> links = new LinkedHashMap<>();
  private int entries;
  private long bytes;

  /** An empty folder that exists. */
  public UnpackedFolder(Path folder, Limits limits) {
    this.folder = folder.toAbsolutePath().normalize();
    this.limits = limits;
  }

  /** Refuses an archive that says itself that it has too many files. */
  void expect(int files) throws ArchiveException {
    if (files > limits.entries()) {
      throw new ArchiveException("has more than " + limits.entries() + " files");
    }
  }

  /** Makes a folder, if it isn't there yet. */
  public void addFolder(String name) throws IOException {
    Files.createDirectories(place(name));
  }

  /**
   * Writes a file.
   *
   * @param content read to its end
   */
  public void addFile(String name, InputStream content, boolean executable) throws IOException {
    Path place = prepared(name);
    byte[] buffer = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(place)) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        bytes += count;
        if (bytes > limits.bytes()) {
          throw new ArchiveException(
              "unpacks to more than " + size(limits.bytes()) + ", the limit");
        }
        out.write(buffer, 0, count);
      }
    }
    Files.setPosixFilePermissions(place, executable ? EXECUTABLE : READABLE);
  }

  private static String size(long bytes) {
    return bytes >= 1 << 30 ? (bytes >> 30) + " GiB" : bytes + " bytes";
  }

  /** Remembers a symbolic link. */
  public void addLink(String name, String target) throws IOException {
    links.put(place(name), target);
  }

  /** Writes a second copy of a file that is there already. */
  public void addCopy(String name, String original) throws IOException {
    Path source = inside(original);
    if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveException(
          "has the link " + name + " to " + original + ", which is none of its files before it");
    }
    try (InputStream in = Files.newInputStream(source)) {
      addFile(name, in, Files.isExecutable(source));
    }
  }

  /** Makes the links. */
  public void finish() throws IOException {
    Path root = folder.toRealPath();
    for (Map.Entry<Path, String> link : links.entrySet()) {
      Path place = link.getKey();
      Files.deleteIfExists(place);
      try {
        Files.createSymbolicLink(place, Path.of(link.getValue()));
      } catch (InvalidPathException e) {
        throw leadsOut(place, link.getValue());
      }
    }
    for (Map.Entry<Path, String> link : links.entrySet()) {
      Path place = link.getKey();
      Path target = place.resolveSibling(link.getValue()).normalize();
      boolean inside = !Path.of(link.getValue()).isAbsolute() && target.startsWith(folder);
      if (inside) {
        // What doesn't exist yet may be made later, where other links lead.
        inside =
            Files.exists(place)
                ? place.toRealPath().startsWith(root)
                : !climbsAfterName(link.getValue());
      }
      if (!inside) {
        throw leadsOut(place, link.getValue());
      }
    }
  }

  private static boolean climbsAfterName(String target) {
    boolean named = false;
    for (String part : target.split("/")) {
      if (part.equals("..") && named) {
        return true;
      }
      named |= !part.equals("..");
    }
    return false;
  }

  private ArchiveException leadsOut(Path place, String target) {
    return new ArchiveException(
        "has the link "
            + folder.relativize(place)
            + " to "
            + target
            + ", which leads out of the archive");
  }

  private Path prepared(String name) throws IOException {
    Path place = place(name);
    if (place.equals(folder) || Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArchiveException("has " + name + " both as a folder and as a file");
    }
    return place;
  }

  /** The place of a further entry, whose folder is there. */
  private Path place(String name) throws IOException {
    entries++;
    expect(entries);
    Path place = inside(name);
    links.remove(place);
    Path parent = place.getParent();
    if (parent != null && parent.startsWith(folder)) {
      Path above = parent;
      while (above != null && !above.equals(folder)) {
        if (links.containsKey(above)) {
          throw new ArchiveException("has the file " + name + " behind a link");
        }
        above = above.getParent();
      }
      Files.createDirectories(parent);
    }
    return place;
  }

  private Path inside(String name) throws IOException {
    boolean climbs = false;
    for (String part : name.split("/", -1)) {
      climbs |= part.equals("..");
    }
    try {
      Path place = folder.resolve(name).normalize();
      if (!climbs && !name.startsWith("/") && place.startsWith(folder)) {
        return place;
      }
    } catch (InvalidPathException e) {
      throw new ArchiveException("has a file whose name is no name of a file: " + e.getReason());
    }
    throw new ArchiveException("has the file " + name + ", which leads out of it");
  }
}
