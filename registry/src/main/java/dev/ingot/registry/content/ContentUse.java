package dev.ingot.registry.content;

import dev.ingot.storage.FolderLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * That something works with the content of a layout folder, such as a bake. While it does, no blob
 * is collected that was written, or {@linkplain ContentStore#reuse reused}, since it began: what it
 * makes need not be reachable from anything yet. Each is a file below {@code uses}, whose lock the
 * kernel releases when the process ends, however it ends.
 */
public final class ContentUse implements AutoCloseable {
  private final Path file;
  private final FolderLock lock;

  private ContentUse(Path file, FolderLock lock) {
    this.file = file;
    this.lock = lock;
  }

  static ContentUse begin(LayoutFolder folder) throws IOException {
    folder.createUses();
    while (true) {
      Path file = folder.uses().resolve(own() + UUID.randomUUID());
      Optional<FolderLock> lock = FolderLock.tryAcquire(file);
      if (lock.isPresent() && Files.exists(file)) {
        return new ContentUse(file, lock.get());
      }
      // A collector took it for one that is left over, before it was locked.
      if (lock.isPresent()) {
        lock.get().close();
      }
    }
  }

  /** When the oldest one that goes on began; those of dead processes are removed. */
  static Optional<Instant> oldest(LayoutFolder folder) throws IOException {
    Optional<Instant> oldest = Optional.empty();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.uses())) {
      for (Path file : files) {
        Optional<Instant> began = began(file);
        if (began.isPresent() && oldest.filter(began.get()::isAfter).isEmpty()) {
          oldest = began;
        }
      }
    } catch (NoSuchFileException _) {
      // Nothing has ever been used here.
      return Optional.empty();
    }
    return oldest;
  }

  private static Optional<Instant> began(Path file) throws IOException {
    try {
      Instant began = Files.getLastModifiedTime(file).toInstant();
      // Closing a second channel to a file would release the lock that this process has on it.
      if (String.valueOf(file.getFileName()).startsWith(own())) {
        return Optional.of(began);
      }
      Optional<FolderLock> dead = FolderLock.tryAcquire(file);
      if (dead.isEmpty()) {
        return Optional.of(began);
      }
      try (FolderLock _ = dead.get()) {
        Files.deleteIfExists(file);
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      // It has ended meanwhile.
      return Optional.empty();
    }
  }

  private static String own() {
    return ProcessHandle.current().pid() + "-";
  }

  /** Ends it. */
  @Override
  public void close() {
    try (FolderLock _ = lock) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next collection finds that nobody holds it.
      return;
    }
  }
}
