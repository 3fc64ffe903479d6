package dev.ingot.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder of this process, which only this user can enter: {@code PREFIX-PID-RANDOM}. A
 * lock on a file in it shows that its process still runs; one whose process was killed is removed
 * by the next process that asks for it.
 */
public final class ScratchFolder implements AutoCloseable {
  private static final String LOCK = ".lock";

  private final Path path;
  private final String prefix;
  private final FileChannel lock;

  private ScratchFolder(Path path, String prefix, FileChannel lock) {
    this.path = path;
    this.prefix = prefix;
    this.lock = lock;
  }

  /**
   * Creates one.
   *
   * @param parent exists
   * @param prefix of its name, which ends in a dash; tells what it is for
   */
  public static ScratchFolder create(Path parent, String prefix) throws IOException {
    Path path =
        Files.createTempDirectory(
            parent,
            prefix + ProcessHandle.current().pid() + "-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Optional<FileChannel> opened = Optional.empty();
    boolean locked = false;
    try {
      FileChannel lock =
          FileChannel.open(
              path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      opened = Optional.of(lock);
      locked = lock.tryLock() != null;
      if (!locked) {
        throw new IOException(path + " is locked by another process");
      }
      return new ScratchFolder(path, prefix, lock);
    } finally {
      if (!locked) {
        delete(path);
        if (opened.isPresent()) {
          opened.get().close();
        }
      }
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() {
    delete(path);
    try {
      lock.close();
    } catch (IOException e) {
      // The lock ends with this process at the latest.
      assert !lock.isOpen();
    }
  }

  /** Removes those of its prefix beside it that belong to this user and whose process is gone. */
  public void removeAbandoned() {
    Path parent = path.getParent();
    if (parent == null) {
      return;
    }
    try (DirectoryStream<Path> abandoned =
        Files.newDirectoryStream(
            parent, each -> isOfEndedProcess(String.valueOf(each.getFileName())))) {
      for (Path each : abandoned) {
        removeIfAbandoned(each);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another process may be removing them too; what is left is for the next.
      return;
    }
  }

  private boolean isOfEndedProcess(String name) {
    int end = name.indexOf('-', prefix.length());
    if (!name.startsWith(prefix) || end < 0) {
      return false;
    }
    try {
      return ProcessHandle.of(Long.parseLong(name.substring(prefix.length(), end))).isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** A process of another container may have a number unknown here: its lock shows it. */
  private void removeIfAbandoned(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path))) {
      return;
    }
    Path file = folder.resolve(LOCK);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      @Nullable FileLock own = channel.tryLock();
      if (own != null) {
        delete(folder);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process is removing it.
      return;
    }
  }

  private static void delete(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      // A temporary folder that can't be removed is the system's to remove.
      return;
    }
  }
}
