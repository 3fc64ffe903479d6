package dev.ingot.platform.rootfs;

import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.layer.TreeEntry.Access;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The minimum of a root file system: folders, users, host names. */
final class Skeleton {
  private static final Map<String, Integer> FOLDERS =
      Map.ofEntries(
          Map.entry("dev", 0755),
          Map.entry("etc", 0755),
          Map.entry("home", 0755),
          Map.entry("proc", 0755),
          Map.entry("root", 0700),
          Map.entry("run", 0755),
          Map.entry("sys", 0755),
          Map.entry("tmp", 01777),
          Map.entry("usr", 0755),
          Map.entry("usr/bin", 0755),
          Map.entry("usr/lib", 0755),
          Map.entry("usr/lib64", 0755),
          Map.entry("usr/sbin", 0755),
          Map.entry("usr/share", 0755),
          Map.entry("var", 0755),
          Map.entry("var/cache", 0755),
          Map.entry("var/lib", 0755),
          Map.entry("var/log", 0755),
          Map.entry("var/tmp", 01777));

  private static final Map<String, String> FILES =
      Map.of(
          "etc/passwd",
              """
              root:x:0:0:root:/root:/bin/sh
              nobody:x:65534:65534:nobody:/nonexistent:/bin/false
              """,
          "etc/group", "root:x:0:\nnogroup:x:65534:\n",
          "etc/hosts", "127.0.0.1 localhost\n::1 localhost\n",
          "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n",
          "etc/resolv.conf", "");

  private Skeleton() {}

  /** A root with these entries, and the folders they need. */
  static List<TreeEntry> with(Collection<TreeEntry> more) {
    Map<String, TreeEntry> all = new TreeMap<>();
    FOLDERS.forEach(
        (path, mode) -> all.put(path, new TreeEntry.Directory(path, Access.root(mode))));
    FILES.forEach(
        (path, text) ->
            all.put(
                path,
                new TreeEntry.RegularFile(
                    path, Access.root(0644), new TreeEntry.Content.Text(text))));
    for (String top : List.of("bin", "sbin", "lib", "lib64")) {
      all.put(top, new TreeEntry.SymbolicLink(top, Access.root(0777), "usr/" + top));
    }
    for (TreeEntry entry : more) {
      all.put(entry.path(), entry);
      addParents(entry.path(), all);
    }
    return new ArrayList<>(all.values());
  }

  /** These entries with the folders they need. */
  static List<TreeEntry> withParents(Collection<TreeEntry> entries) {
    Map<String, TreeEntry> all = new TreeMap<>();
    for (TreeEntry entry : entries) {
      all.put(entry.path(), entry);
      addParents(entry.path(), all);
    }
    return new ArrayList<>(all.values());
  }

  private static void addParents(String path, Map<String, TreeEntry> all) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String parent = path.substring(0, slash);
      all.putIfAbsent(parent, new TreeEntry.Directory(parent, Access.root(0755)));
    }
  }
}
