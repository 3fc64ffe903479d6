package dev.ingot.registry.catalog;

import dev.ingot.ledger.Head;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerException;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.sql.Database;
import dev.ingot.storage.sql.DatabaseException;
import dev.ingot.storage.sql.Session;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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
  private final Optional<Ledger> ledger;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable Database database;

  /**
   * A catalog in a file that is created with the first write.
   *
   * @param events receives each change after it has reached the disk; what it throws reaches the
   *     caller, but undoes nothing
   */
  public Catalog(Path file, Clock clock, Consumer<RegistryEvent> events) {
    this(file, clock, events, Optional.empty());
  }

  /**
   * A catalog in a file that is created with the first write; each change is recorded in a ledger,
   * in the end also if this process dies in between, and rows are held against it.
   */
  public Catalog(Path file, Clock clock, Ledger ledger) {
    this(file, clock, _ -> {}, Optional.of(ledger));
  }

  private Catalog(Path file, Clock clock, Consumer<RegistryEvent> events, Optional<Ledger> ledger) {
    this.file = file;
    this.clock = clock;
    this.events = events;
    this.ledger = ledger;
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
                    Transaction transaction = new Transaction(session, now(), ledger.isPresent());
                    T result = change.apply(transaction);
                    return new Written<>(result, transaction.events());
                  });
    } catch (DatabaseException e) {
      throw new RegistryException(e.explanation(), e);
    } catch (DateTimeException e) {
      throw damaged(e);
    }
    written.events().forEach(events);
    if (!written.events().isEmpty()) {
      record();
    }
    return written.result();
  }

  /** Under the write lock, so that changes are recorded once and in their order. */
  private void record() {
    if (ledger.isEmpty()) {
      return;
    }
    try {
      boolean _ =
          database()
              .write(
                  session -> {
                    Unrecorded.record(session, ledger.get());
                    return true;
                  });
    } catch (DatabaseException e) {
      throw new RegistryException(e.explanation(), e);
    } catch (LedgerException e) {
      throw new RegistryException(
          "the change is in the registry, but not recorded: "
              + e.getMessage()
              + "; the next change records both",
          e);
    }
  }

  /** What holds rows against the ledger. */
  @FunctionalInterface
  public interface Comparison<T> {
    /** Compares some. */
    T with(Session session, RecordedRows rows) throws SQLException;
  }

  /** Holds rows against the ledger; gives nothing where there is none. */
  public <T> Optional<T> compare(Comparison<T> comparison) {
    return ledger.map(
        with -> read(session -> comparison.with(session, new RecordedRows(session, with, file))));
  }

  /**
   * Confirms rows that aren't as they were recorded.
   *
   * @return what was confirmed, in words
   */
  public List<String> accept(String actor) {
    return ledger
        .map(
            with ->
                write(
                    transaction ->
                        new Acceptance(
                                transaction, new RecordedRows(transaction.session(), with, file))
                            .run(actor)))
        .orElse(List.of());
  }

  /** How far the ledger went when a change was recorded last. */
  public Optional<Head> recordedUntil() {
    return read(Unrecorded::head);
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
    } catch (IllegalArgumentException | DateTimeException e) {
      throw damaged(e);
    }
  }

  /** Rows hold what this program wrote, unless a disk or a person changed them. */
  private RegistryException damaged(RuntimeException e) {
    return new RegistryException(
        file
            + " is damaged: "
            + e.getMessage()
            + "; restore it from a backup, or move it away to start a new registry",
        e);
  }

  /** What is wrong with the file as a database, if anything is. */
  public Optional<String> torn() {
    return read(session -> session.first("PRAGMA integrity_check(1)", row -> row.getString(1)))
        .filter(answer -> !answer.equals("ok"))
        .map(answer -> file + " is damaged (" + answer.strip() + "); restore it from a backup");
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
