package dev.ingot.platform.rootfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Stacked directories, seen as overlayfs would show them but without mounting them; the top one can
 * be written while it is not mounted. Symbolic links are followed inside the tree and never lead
 * out of it. Rules: the documentation of overlayfs.
 */
final class LayeredTree {
  private static final int MOST_LINKS = 40;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final String OPAQUE = "overlay.opaque";

  private final List<Path> topFirst;
  private final Path top;

  /**
   * @param lower the lowest first
   * @param top the directory that changes are written to
   */
  LayeredTree(List<Path> lower, Path top) {
    this.topFirst = new ArrayList<>(lower.reversed());
    this.topFirst.addFirst(top);
    this.top = top;
  }

  /** The file or folder of this host behind a path, with all links followed. */
  Optional<Path> find(String path) throws IOException {
    return lookup(resolve(path));
  }

  /** Names in a folder, sorted. */
  List<String> list(String path) throws IOException {
    List<String> folder = resolve(path);
    TreeSet<String> names = new TreeSet<>();
    for (Path layer : topFirst) {
      Path at = below(layer, folder);
      if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(at)) {
          children.forEach(child -> names.add(String.valueOf(child.getFileName())));
        }
      }
    }
    List<String> present = new ArrayList<>();
    for (String name : names) {
      List<String> child = new ArrayList<>(folder);
      child.add(name);
      if (lookup(child).isPresent()) {
        present.add(name);
      }
    }
    return present;
  }

  /**
   * The place for a file in the top directory; its folders are created like those below, and a
   * white-out that hid it is removed.
   */
  Path placeForFile(String path) throws IOException {
    List<String> parts = resolve(path);
    if (parts.isEmpty()) {
      throw new IOException("the root itself can't be written as a file");
    }
    if (lookup(parts).filter(found -> isFolder(found)).isPresent()) {
      throw new IOException(path + " is a folder");
    }
    makeFolder(parts.subList(0, parts.size() - 1));
    Path place = below(top, parts);
    Files.deleteIfExists(place);
    return place;
  }

  /** A folder in the top directory, created if it is missing. */
  Path folder(String path) throws IOException {
    List<String> parts = resolve(path);
    makeFolder(parts);
    return below(top, parts);
  }

  /** Deletes a file from the top directory; one in a lower layer stays. */
  void remove(String path) throws IOException {
    Path place = below(top, resolve(path));
    if (Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(place);
    }
  }

  private void makeFolder(List<String> parts) throws IOException {
    for (int i = 1; i <= parts.size(); i++) {
      List<String> prefix = parts.subList(0, i);
      Path place = below(top, prefix);
      if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      Optional<Path> known = lookup(prefix);
      if (known.isPresent() && !isFolder(known.get())) {
        throw new IOException("/" + String.join("/", prefix) + " is not a folder");
      }
      boolean hidden = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
      Files.deleteIfExists(place);
      Files.createDirectory(place);
      int mode = 0755;
      if (known.isPresent()) {
        mode = (Integer) Files.getAttribute(known.get(), "unix:mode") & 07777;
        copyOwner(known.get(), place);
      }
      Files.setAttribute(place, "unix:mode", mode);
      if (hidden) {
        view(place).write(OPAQUE, ByteBuffer.wrap("y".getBytes(StandardCharsets.US_ASCII)));
      }
    }
  }

  private static void copyOwner(Path from, Path to) throws IOException {
    for (String attribute : List.of("unix:uid", "unix:gid")) {
      Object owner = Files.getAttribute(from, attribute);
      if (!owner.equals(Files.getAttribute(to, attribute))) {
        Files.setAttribute(to, attribute, owner);
      }
    }
  }

  /** The names along a path, with links followed as far as it exists. */
  private List<String> resolve(String path) throws IOException {
    Deque<String> left = new ArrayDeque<>();
    push(path, left);
    List<String> done = new ArrayList<>();
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
        continue;
      }
      done.add(name);
      Optional<Path> found = lookup(done);
      if (found.isPresent() && Files.isSymbolicLink(found.get())) {
        if (++links > MOST_LINKS) {
          throw new IOException(path + " leads through too many symbolic links");
        }
        String target = Files.readSymbolicLink(found.get()).toString();
        done.removeLast();
        if (target.startsWith("/")) {
          done.clear();
        }
        push(target, left);
      }
    }
    return done;
  }

  private static void push(String path, Deque<String> left) {
    for (String part : List.of(path.split("/")).reversed()) {
      if (!part.isEmpty() && !part.equals(".")) {
        left.push(part);
      }
    }
  }

  /** The merged entry at a place whose folders are not links. */
  private Optional<Path> lookup(List<String> parts) throws IOException {
    for (Path layer : topFirst) {
      Path at = layer;
      boolean opaque = false;
      boolean missing = false;
      for (int i = 0; i < parts.size() && !missing; i++) {
        at = at.resolve(parts.get(i));
        boolean last = i == parts.size() - 1;
        switch (state(at)) {
          case ABSENT -> missing = true;
          case HIDDEN -> {
            return Optional.empty();
          }
          case OTHER -> {
            return last ? Optional.of(at) : Optional.empty();
          }
          case FOLDER -> opaque |= isOpaque(at);
        }
      }
      if (!missing) {
        return Optional.of(at);
      }
      if (opaque) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private enum State {
    ABSENT,
    HIDDEN,
    FOLDER,
    OTHER
  }

  private static State state(Path file) throws IOException {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
      int type = number(attributes, "mode") & 0170000;
      if (type == 0040000) {
        return State.FOLDER;
      }
      boolean whiteout = type == CHARACTER_DEVICE && number(attributes, "rdev") == 0;
      return whiteout ? State.HIDDEN : State.OTHER;
    } catch (NoSuchFileException e) {
      return State.ABSENT;
    }
  }

  private static int number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.intValue() : 0;
  }

  /** Whether overlayfs marked the folder as opaque. */
  static boolean isOpaque(Path folder) throws IOException {
    try {
      UserDefinedFileAttributeView view = view(folder);
      if (!view.list().contains(OPAQUE)) {
        return false;
      }
      ByteBuffer value = ByteBuffer.allocate(view.size(OPAQUE));
      int _ = view.read(OPAQUE, value);
      return value.position() == 1 && value.get(0) == 'y';
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private static UserDefinedFileAttributeView view(Path folder) {
    return Files.getFileAttributeView(
        folder, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path below(Path layer, List<String> parts) {
    Path at = layer;
    for (String part : parts) {
      at = at.resolve(part);
    }
    return at;
  }
}
