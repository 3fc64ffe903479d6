package dev.ingot.registry.catalog;

import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.sql.Database;
import dev.ingot.storage.sql.DatabaseException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The registry's SQLite file, opened with the first call that needs it. Safe among threads and
 * processes; every method throws {@link RegistryException} if the file can't be read or written.
 */
public final class Catalog implements AutoCloseable {
  private final Path file;
  private final Clock clock;
  private final Consumer<RegistryEvent> events;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable Database database;

  /**
   * A catalog in a file that is created with the first write.
   *
   * @param events receives each change after it has reached the disk; what it throws reaches the
   *     caller, but undoes nothing
   */
  public Catalog(Path file, Clock clock, Consumer<RegistryEvent> events) {
    this.file = file;
    this.clock = clock;
    this.events = events;
  }

  /** What changes in one transaction, with a result. */
  @FunctionalInterface
  public interface Change<T> {
    /** Makes the change; an exception undoes it. */
    T apply(Transaction transaction) throws SQLException;
  }

  /** What changes in one transaction. */
  @FunctionalInterface
  public interface VoidChange {
    /** Makes the change; an exception undoes it. */
    void apply(Transaction transaction) throws SQLException;
  }

  private record Written<T>(T result, List<RegistryEvent> events) {}

  /** Makes a change; when this returns, it is on the disk and was reported. */
  public <T> T write(Change<T> change) {
    Written<T> written;
    try {
      written =
          database()
              .write(
                  session -> {
                    Transaction transaction = new Transaction(session, now());
                    T result = change.apply(transaction);
                    return new Written<>(result, transaction.events());
                  });
    } catch (DatabaseException e) {
      throw new RegistryException(e.explanation(), e);
    }
    written.events().forEach(events);
    return written.result();
  }

  /** Makes a change that has no result. */
  public void change(VoidChange change) {
    boolean _ =
        write(
            transaction -> {
              change.apply(transaction);
              return true;
            });
  }

  /** Reads one consistent state. */
  public <T> T read(Database.Work<T> work) {
    try {
      return database().read(work);
    } catch (DatabaseException e) {
      throw new RegistryException(e.explanation(), e);
    }
  }

  /** The time, as exact as the tables keep it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Closes the file, if it was opened. */
  @Override
  public void close() {
    opening.lock();
    try {
      if (database != null) {
        database.close();
        database = null;
      }
    } catch (DatabaseException e) {
      throw new RegistryException(e.explanation(), e);
    } finally {
      opening.unlock();
    }
  }

  private Database database() {
    opening.lock();
    try {
      Database opened = database;
      if (opened == null) {
        opened = Database.open(file, Tables.MIGRATIONS);
        database = opened;
      }
      return opened;
    } finally {
      opening.unlock();
    }
  }
}
