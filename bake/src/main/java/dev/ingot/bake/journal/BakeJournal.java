package dev.ingot.bake.journal;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.FolderLock;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the bakes of this process have created and not yet removed: an entry is durable before
 * something is created, and deleted after it was removed. The entries of a process are files in a
 * folder of its own, whose lock the kernel releases when the process ends, however it ends; then
 * {@link KilledBakes} removes what they name.
 *
 * <p>| killed | the entry | the thing | what the next one does | |---|---|---|---| | before it is
 * created | there | not there | finds nothing | | while it is there | there | there | removes it |
 * | after its removal | there | not there | finds nothing |
 *
 * <p>Safe for use by several threads.
 */
public final class BakeJournal implements AutoCloseable {
  static final String LOCK = "lock";
  static final String SUFFIX = ".json";

  private final Path folder;
  private final String actor;
  private final Clock clock;
  private @Nullable Held held;
  private long next;

  private record Held(Path folder, FolderLock lock) {}

  /**
   * A journal; nothing is written before the first entry.
   *
   * @param folder of all processes; created when it is needed
   * @param actor whose bakes these are, {@code user@host}
   */
  public BakeJournal(Path folder, String actor, Clock clock) {
    this.folder = folder.toAbsolutePath();
    this.actor = actor;
    this.clock = clock;
  }

  /** The folder of all processes in a home. */
  public static Path folderIn(Path home) {
    return home.resolve("bakes");
  }

  /** The folder of all processes. */
  public Path folder() {
    return folder;
  }

  /**
   * Writes down what is about to be created, durable on return.
   *
   * @throws IOException when that fails; nothing may be created then
   */
  public JournalEntry record(BuildIdentity build, Creation creation) throws IOException {
    return JournalEntry.write(
        nextFile(),
        JournalRecord.of(
            ProcessOwner.current(actor + ":" + ProcessHandle.current().pid()).toString(),
            build.name(),
            build.folder(),
            clock.instant(),
            creation));
  }

  private synchronized Path nextFile() throws IOException {
    Held now = held;
    while (now == null) {
      now = claim();
    }
    held = now;
    return now.folder().resolve(next++ + SUFFIX);
  }

  /** A folder of this process; null if another process took it for abandoned. */
  private @Nullable Held claim() throws IOException {
    Path own = folder.resolve(ProcessHandle.current().pid() + "-" + UUID.randomUUID());
    PrivateFiles.createFolders(own);
    new FileStorage().syncFolder(folder);
    Path file = own.resolve(LOCK);
    Optional<FolderLock> lock = FolderLock.tryAcquire(file);
    if (lock.isPresent() && Files.exists(file)) {
      return new Held(own, lock.get());
    }
    if (lock.isPresent()) {
      lock.get().close();
    }
    return null;
  }

  /** Ends the journal; what is still there is for {@link KilledBakes}. */
  @Override
  public synchronized void close() {
    if (held == null) {
      return;
    }
    try (FolderLock _ = held.lock()) {
      Path own = held.folder();
      held = null;
      boolean empty;
      try (var left = Files.list(own)) {
        empty = left.allMatch(each -> each.endsWith(LOCK));
      }
      if (empty) {
        Files.deleteIfExists(own.resolve(LOCK));
        Files.deleteIfExists(own);
      }
    } catch (DirectoryNotEmptyException e) {
      // Something was recorded meanwhile: it is there for the next one.
      return;
    } catch (IOException e) {
      // The next one finds an empty folder and deletes it.
      return;
    }
  }
}
