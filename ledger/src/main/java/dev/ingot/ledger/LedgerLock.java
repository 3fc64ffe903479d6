package dev.ingot.ledger;

import dev.ingot.storage.FileReason;
import dev.ingot.storage.FolderLock;
import dev.ingot.storage.sql.Database;
import dev.ingot.storage.sql.DatabaseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the writers of a ledger apart, those of its database and those of its {@link Tail}. */
final class LedgerLock {
  private final Database database;
  private final ReentrantLock threads = new ReentrantLock();

  LedgerLock(Database database) {
    this.database = database;
  }

  /** Work on the ledger's files. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Waits for whoever else writes the ledger of a database. */
  static FolderLock of(Path database) throws IOException {
    return FolderLock.acquire(database.resolveSibling(database.getFileName() + ".lock"));
  }

  /**
   * Writes while nobody else does.
   *
   * @throws LedgerException with the reason why that isn't possible
   */
  <T> T writing(Work<T> work) {
    return explained(() -> locked(work));
  }

  /**
   * Reads what a writer writes in several steps, while nobody else writes; where that can't be
   * prevented, reads all the same.
   */
  <T> T reading(Work<T> work) {
    return explained(
        () -> {
          try (Held _ = hold()) {
            return work.run();
          }
        });
  }

  /** Writes while nobody else does. */
  <T> T locked(Work<T> work) throws IOException {
    // A database that can't be written says so itself.
    if (database.isReadOnly() || threads.isHeldByCurrentThread()) {
      return work.run();
    }
    threads.lock();
    try (FolderLock _ = of(database.file())) {
      return work.run();
    } finally {
      threads.unlock();
    }
  }

  /** What is held while something is read. */
  private record Held(Optional<FolderLock> files, ReentrantLock threads) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      threads.unlock();
      if (files.isPresent()) {
        files.get().close();
      }
    }
  }

  private Held hold() {
    boolean first = !threads.isHeldByCurrentThread() && !database.isReadOnly();
    threads.lock();
    Optional<FolderLock> files = Optional.empty();
    if (first) {
      try {
        files = Optional.of(of(database.file()));
      } catch (IOException _) {
        // A disk that is full, or somebody who doesn't end.
      }
    }
    return new Held(files, threads);
  }

  static <T> T explained(Work<T> work) {
    try {
      return work.run();
    } catch (DatabaseException e) {
      throw new LedgerException(e.explanation(), e);
    } catch (IOException e) {
      throw new LedgerException(FileReason.of(e), e);
    }
  }
}
