package dev.ingot.bake.layer;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a directory of this host as the entries of a layer. A directory written by overlayfs
 * contains white-outs as character devices 0:0 and as marked directories.
 */
public final class TreeScan {
  private static final int TYPE = 0170000;

  private final Ownership ownership;
  private final OpaqueMark opaque;
  private final List<String> excluded;

  /** Tells whether overlayfs marked a directory as opaque, hiding its contents in lower layers. */
  @FunctionalInterface
  public interface OpaqueMark {
    /** Whether the directory has the mark. */
    boolean isOn(Path directory) throws IOException;

    /** For directories that were not written by overlayfs. */
    OpaqueMark NEVER = directory -> false;
  }

  /** The owners of the entries. */
  public enum Ownership {
    /** As they are on disk. */
    KEEP,
    /** All owned by root. */
    ROOT
  }

  /**
   * @param excluded paths to leave out with everything below them, relative to the root
   */
  public TreeScan(Ownership ownership, OpaqueMark opaque, List<String> excluded) {
    this.ownership = ownership;
    this.opaque = opaque;
    this.excluded = List.copyOf(excluded);
  }

  private record FileId(Object device, Object inode) {}

  private record Pending(Path directory, String path) {}

  /** All entries below a directory, in {@link TreeEntry#ORDER}; sockets are left out. */
  public List<TreeEntry> scan(Path root) throws IOException {
    return scan(new ArrayList<>(), new Pending(root, ""));
  }

  /**
   * One directory of a root and all entries below it.
   *
   * @param top its path in the root
   */
  public List<TreeEntry> scan(Path root, String top) throws IOException {
    List<Found> found = new ArrayList<>();
    found.add(new Found(root.resolve(top), top, attributes(root.resolve(top))));
    return scan(found, new Pending(root.resolve(top), top + "/"));
  }

  private List<TreeEntry> scan(List<Found> found, Pending first) throws IOException {
    Deque<Pending> pending = new ArrayDeque<>();
    pending.push(first);
    while (!pending.isEmpty()) {
      Pending next = pending.pop();
      try (DirectoryStream<Path> children = Files.newDirectoryStream(next.directory())) {
        for (Path child : children) {
          String path = next.path() + name(child);
          if (!excluded.contains(path)) {
            Found entry = new Found(child, path, attributes(child));
            found.add(entry);
            if (entry.type() == 0040000) {
              pending.push(new Pending(child, path + "/"));
            }
          }
        }
      } catch (java.nio.file.DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    found.sort((a, b) -> TreeEntry.PathOrder.INSTANCE.compare(a.path(), b.path()));
    return entries(found);
  }

  private record Found(Path file, String path, Map<String, Object> attributes) {
    int type() {
      return mode() & TYPE;
    }

    int mode() {
      return (int) number("mode");
    }

    long number(String name) {
      return attributes.get(name) instanceof Number number ? number.longValue() : 0;
    }
  }

  private List<TreeEntry> entries(List<Found> found) throws IOException {
    List<TreeEntry> entries = new ArrayList<>(found.size());
    Map<FileId, String> linked = new HashMap<>();
    for (Found each : found) {
      boolean owned = ownership == Ownership.KEEP;
      boolean mayHave = each.type() == 0100000 || each.type() == 0040000;
      TreeEntry.Access access =
          new TreeEntry.Access(
              each.mode() & 07777,
              owned ? each.number("uid") : 0,
              owned ? each.number("gid") : 0,
              mayHave ? ExtendedAttributes.read(each.file()) : Collections.emptySortedMap());
      switch (each.type()) {
        case 0040000 -> {
          entries.add(new TreeEntry.Directory(each.path(), access));
          if (opaque.isOn(each.file())) {
            entries.add(new TreeEntry.OpaqueDirectory(each.path()));
          }
        }
        case 0100000 -> entries.add(file(each, access, linked));
        case 0120000 ->
            entries.add(
                new TreeEntry.SymbolicLink(
                    each.path(),
                    new TreeEntry.Access(
                        0777, access.uid(), access.gid(), Collections.emptySortedMap()),
                    Files.readSymbolicLink(each.file()).toString()));
        case 0010000 -> entries.add(new TreeEntry.Pipe(each.path(), access));
        case 0020000, 0060000 -> entries.add(device(each, access));
        default -> {
          // A socket belongs to a process, not to the image.
        }
      }
    }
    entries.sort(TreeEntry.ORDER);
    return entries;
  }

  private static TreeEntry file(Found each, TreeEntry.Access access, Map<FileId, String> linked) {
    if (each.number("nlink") > 1) {
      FileId id = new FileId(each.number("dev"), each.number("ino"));
      String first = linked.putIfAbsent(id, each.path());
      if (first != null) {
        return new TreeEntry.HardLink(each.path(), first);
      }
    }
    return new TreeEntry.RegularFile(
        each.path(), access, new TreeEntry.Content.OnDisk(each.file()));
  }

  private static TreeEntry device(Found each, TreeEntry.Access access) {
    long number = each.number("rdev");
    boolean block = each.type() == 0060000;
    if (!block && number == 0) {
      return new TreeEntry.Whiteout(each.path());
    }
    int major = (int) ((number >> 8) & 0xfff);
    int minor = (int) ((number & 0xff) | ((number >> 12) & 0xfff00));
    return new TreeEntry.Device(each.path(), access, block, major, minor);
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    return Files.readAttributes(
        file, "unix:mode,uid,gid,rdev,nlink,ino,dev", LinkOption.NOFOLLOW_LINKS);
  }

  private static String name(Path child) {
    Path name = child.getFileName();
    return name == null ? "" : name.toString();
  }
}
