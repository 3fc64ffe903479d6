package dev.ingot.bake.layer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One entry in the tree of a layer. Paths are relative to the root, separated by {@code /}, without
 * a leading or trailing one. Rules: the layer chapter of the OCI image format specification.
 */
public sealed interface TreeEntry {
  /** Parents before children, siblings by their UTF-8 bytes. */
  Comparator<TreeEntry> ORDER = Comparator.comparing(TreeEntry::archivePath, PathOrder.INSTANCE);

  /** Its path. */
  String path();

  /** Its name in the archive: the path, except for white-outs. */
  default String archivePath() {
    return path();
  }

  /**
   * Mode bits, numeric owners and extended attributes.
   *
   * @param mode the lowest twelve bits of the mode
   * @param attributes in hexadecimal, by name
   */
  record Access(int mode, long uid, long gid, SortedMap<String, String> attributes) {
    public Access {
      attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** Without extended attributes. */
    public Access(int mode, long uid, long gid) {
      this(mode, uid, gid, Collections.emptySortedMap());
    }

    /** Owned by root. */
    public static Access root(int mode) {
      return new Access(mode, 0, 0);
    }
  }

  /** A directory. */
  record Directory(String path, Access access) implements TreeEntry {}

  /** A file with content. */
  record RegularFile(String path, Access access, Content content) implements TreeEntry {}

  /** A symbolic link; the target may be anything. */
  record SymbolicLink(String path, Access access, String target) implements TreeEntry {}

  /** Another name of a file that comes earlier in the same layer. */
  record HardLink(String path, String target) implements TreeEntry {}

  /** A named pipe. */
  record Pipe(String path, Access access) implements TreeEntry {}

  /** A device node. */
  record Device(String path, Access access, boolean block, int major, int minor)
      implements TreeEntry {}

  /** Hides what a lower layer has at the path. */
  record Whiteout(String path) implements TreeEntry {
    @Override
    public String archivePath() {
      int slash = path.lastIndexOf('/');
      return path.substring(0, slash + 1) + ".wh." + path.substring(slash + 1);
    }
  }

  /** Hides everything that lower layers have below the directory of this path. */
  record OpaqueDirectory(String path) implements TreeEntry {
    @Override
    public String archivePath() {
      return path + "/.wh..wh..opq";
    }
  }

  /** The content of a file. */
  sealed interface Content {
    /** A text, in UTF-8. */
    record Text(String text) implements Content {}

    /** A file of this host, read when the layer is written. */
    record OnDisk(Path file) implements Content {}
  }

  /** Compares paths part by part, so that a folder and everything below it are adjacent. */
  enum PathOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String left, String right) {
      byte[] a = left.getBytes(StandardCharsets.UTF_8);
      byte[] b = right.getBytes(StandardCharsets.UTF_8);
      int length = Math.min(a.length, b.length);
      for (int i = 0; i < length; i++) {
        if (a[i] != b[i]) {
          return Integer.compare(rank(a[i]), rank(b[i]));
        }
      }
      return Integer.compare(a.length, b.length);
    }

    private static int rank(byte unit) {
      return unit == '/' ? -1 : unit & 0xff;
    }
  }
}
