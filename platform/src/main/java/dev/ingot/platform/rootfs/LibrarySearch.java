package dev.ingot.platform.rootfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds shared libraries on this host as its loader does. Rules: ld.so(8). */
final class LibrarySearch {
  private static final int DEEPEST_INCLUDE = 8;

  private final Path host;
  private final Set<Path> folders = new LinkedHashSet<>();

  /**
   * @param host the root of this host's file system
   */
  LibrarySearch(Path host) {
    this.host = host;
    configured(host.resolve("etc/ld.so.conf"), 0);
    for (String triplet : List.of("x86_64-linux-gnu", "aarch64-linux-gnu")) {
      folders.add(host.resolve("lib").resolve(triplet));
      folders.add(host.resolve("usr/lib").resolve(triplet));
    }
    for (String folder : List.of("lib64", "usr/lib64", "lib", "usr/lib")) {
      folders.add(host.resolve(folder));
    }
  }

  /** The file of a library that {@code origin} needs; {@code own} are its own search paths. */
  Optional<Path> find(String name, Path origin, List<String> own) {
    if (name.contains("/")) {
      return existing(host.resolve(name.replaceFirst("^/+", "")));
    }
    Path folder = origin.getParent();
    for (String path : own) {
      String expanded =
          path.replace("${ORIGIN}", "$ORIGIN").replace("$ORIGIN", String.valueOf(folder));
      Optional<Path> found = existing(Path.of(expanded).resolve(name));
      if (found.isPresent()) {
        return found;
      }
    }
    for (Path candidate : folders) {
      Optional<Path> found = existing(candidate.resolve(name));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> existing(Path file) {
    return Files.isRegularFile(file) ? Optional.of(file.normalize()) : Optional.empty();
  }

  private void configured(Path file, int depth) {
    if (depth > DEEPEST_INCLUDE || !Files.isReadable(file)) {
      return;
    }
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The loader ignores files that it can't read, and so does this.
      return;
    }
    for (String line : lines) {
      String text = line.replaceFirst("#.*", "").strip();
      if (text.startsWith("include ")) {
        included(text.substring(8).strip(), file).forEach(each -> configured(each, depth + 1));
      } else if (text.startsWith("/")) {
        folders.add(host.resolve(text.substring(1)));
      }
    }
  }

  private List<Path> included(String pattern, Path from) {
    Path absolute =
        pattern.startsWith("/") ? host.resolve(pattern.substring(1)) : from.resolveSibling(pattern);
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    List<Path> files = new ArrayList<>();
    if (folder != null && name != null && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, name.toString())) {
        children.forEach(files::add);
      } catch (IOException | java.nio.file.DirectoryIteratorException e) {
        return List.of();
      }
    }
    files.sort(null);
    return files;
  }
}
