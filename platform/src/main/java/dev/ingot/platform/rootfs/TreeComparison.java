package dev.ingot.platform.rootfs;

import dev.ingot.bake.layer.TreeEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The state of a tree at one moment, to find what changed later. */
final class TreeComparison {
  private final Path root;
  private final Map<String, State> before;

  private TreeComparison(Path root, Map<String, State> before) {
    this.root = root;
    this.before = before;
  }

  /** Any change but to a directory's contents changes one of these. */
  private record State(Object mode, Object uid, Object gid, Object inode, Object changed) {
    boolean isFolder() {
      return mode instanceof Integer bits && (bits & 0170000) == 0040000;
    }

    /** A directory's times change with its contents, which are compared themselves. */
    boolean same(State other) {
      return mode.equals(other.mode)
          && uid.equals(other.uid)
          && gid.equals(other.gid)
          && inode.equals(other.inode)
          && (isFolder() || changed.equals(other.changed));
    }
  }

  /** The tree as it is now, without these paths and everything below them. */
  static TreeComparison of(Path root, List<String> excluded) throws IOException {
    return new TreeComparison(root, states(root, excluded));
  }

  /** The new and changed entries, with their folders, and white-outs for what was deleted. */
  List<TreeEntry> changes(List<TreeEntry> now) throws IOException {
    Set<String> present = new HashSet<>();
    Set<String> changed = new TreeSet<>();
    for (TreeEntry entry : now) {
      present.add(entry.path());
      State was = before.get(entry.path());
      if (was == null || !was.same(state(root.resolve(entry.path())))) {
        changed.add(entry.path());
        if (entry instanceof TreeEntry.HardLink(String _, String target)) {
          changed.add(target);
        }
      }
    }
    List<TreeEntry> entries = new ArrayList<>();
    for (String path : new TreeSet<>(before.keySet())) {
      int slash = path.lastIndexOf('/');
      boolean parentIsThere = slash < 0 || present.contains(path.substring(0, slash));
      if (!present.contains(path) && parentIsThere) {
        entries.add(new TreeEntry.Whiteout(path));
        addParents(path, changed);
      }
    }
    for (String path : List.copyOf(changed)) {
      addParents(path, changed);
    }
    for (TreeEntry entry : now) {
      if (changed.contains(entry.path())) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static void addParents(String path, Set<String> paths) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      paths.add(path.substring(0, slash));
    }
  }

  private static Map<String, State> states(Path root, List<String> excluded) throws IOException {
    Map<String, State> states = new HashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String path = root.relativize(file).toString();
        boolean skipped =
            path.isEmpty()
                || excluded.stream().anyMatch(e -> path.equals(e) || path.startsWith(e + "/"));
        if (!skipped) {
          states.put(path, state(file));
        }
      }
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    return states;
  }

  private static State state(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:mode,uid,gid,ino,ctime", LinkOption.NOFOLLOW_LINKS);
    return new State(
        attributes.getOrDefault("mode", 0),
        attributes.getOrDefault("uid", 0),
        attributes.getOrDefault("gid", 0),
        attributes.getOrDefault("ino", 0),
        attributes.getOrDefault("ctime", 0));
  }
}
