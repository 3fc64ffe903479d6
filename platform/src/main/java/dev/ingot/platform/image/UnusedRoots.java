package dev.ingot.platform.image;

import dev.ingot.platform.host.Trees;
import dev.ingot.storage.AtomicFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Unpacked layers that are no longer used. The time of a layer's lock file is its last use;
 * machines and bakes set it when they start.
 */
final class UnusedRoots {
  private static final String LOCK = ".lock";
  private static final String GOING = ".old";

  private final Path roots;

  /** The folder of all layers. */
  UnusedRoots(Path roots) {
    this.roots = roots;
  }

  /** The lock file of a layer. */
  static Path lock(Path layer) {
    return layer.resolveSibling(layer.getFileName() + LOCK);
  }

  /** The name of a layer that must get no new users. */
  static Path going(Path layer) {
    return layer.resolveSibling(layer.getFileName() + GOING);
  }

  /** Records a use of a layer. */
  static void used(Path layer) throws IOException {
    try {
      Files.setLastModifiedTime(lock(layer), FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      // It was never unpacked; unpacking creates the file.
      return;
    }
  }

  /** Removes all layers but these and those used after a moment. */
  void remove(Set<String> needed, Instant since) throws IOException {
    if (!Files.isDirectory(roots)) {
      return;
    }
    List<Path> locks = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(roots, "*" + LOCK)) {
      entries.forEach(locks::add);
    }
    for (Path lock : locks) {
      String name = String.valueOf(lock.getFileName());
      Path layer = roots.resolve(name.substring(0, name.length() - LOCK.length()));
      if (!needed.contains(String.valueOf(layer.getFileName()))) {
        Trees.delete(going(layer));
      }
      if (!needed.contains(String.valueOf(layer.getFileName()))
          && Files.isDirectory(layer)
          && isOlder(lock, since)) {
        removeLocked(layer, lock, since);
      }
    }
  }

  private static void removeLocked(Path layer, Path lock, Instant since) throws IOException {
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held == null) {
        return;
      }
      Path going = going(layer);
      AtomicFolder.rename(layer, going);
      if (!isOlder(lock, since)) {
        AtomicFolder.rename(going, layer);
        return;
      }
      Files.deleteIfExists(LayerMarks.file(layer));
      Files.deleteIfExists(LayerSeal.file(layer));
      Trees.delete(going);
    } catch (OverlappingFileLockException e) {
      // This process is unpacking it, so it is in use.
      return;
    }
  }

  private static boolean isOlder(Path lock, Instant since) throws IOException {
    return Files.getLastModifiedTime(lock).toInstant().isBefore(since);
  }
}
