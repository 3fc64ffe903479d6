package dev.ingot.ledger;

import dev.ingot.storage.FolderLock;
import dev.ingot.storage.sql.Database;
import dev.ingot.storage.sql.DatabaseException;
import dev.ingot.storage.sql.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The append-only record of everything that was done, in one SQLite file, each record chained to
 * the one before it by a SHA-256 hash. A small checkpoint file beside it, {@code <file>.head},
 * remembers the end of the chain, so that records missing at the end are noticed, too.
 *
 * <p>Safe among threads and processes. The chain makes changes evident; it can't prevent them, and
 * an attacker who can write both files and recomputes every hash goes unnoticed unless a {@link
 * Head} is kept elsewhere: in a second checkpoint, or given to {@link #verify(List)}.
 */
public final class Ledger implements AutoCloseable {
  private static final String COLUMNS =
      "sequence, time, actor, kind, subject, payload, previous_hash, hash";

  private final Database database;
  private final Checkpoint checkpoint;
  private final Optional<Checkpoint> elsewhere;
  private final Tail tail;
  private final TailRecords tailRecords;
  private final LedgerLock lock;
  private final Clock clock;

  private Ledger(Database database, Optional<Checkpoint> elsewhere, Clock clock) {
    this.database = database;
    this.checkpoint = Checkpoint.beside(database.file());
    this.elsewhere = elsewhere;
    this.tail = new Tail(database.file());
    this.lock = new LedgerLock(database);
    this.tailRecords = new TailRecords(tail, checkpoint, database, lock);
    this.clock = clock;
  }

  /**
   * Opens a ledger, creating it if there is none.
   *
   * @throws LedgerException if the file can't be opened, is damaged, or was written by a newer
   *     program
   */
  public static Ledger open(Path file, Clock clock) {
    return open(file, Optional.empty(), clock);
  }

  /**
   * Opens a ledger, creating it where there is none.
   *
   * @param elsewhere a second checkpoint, best in a folder that is not lost or put back together
   *     with the ledger
   * @throws LedgerException if the file can't be opened, is damaged, or is a newer program's
   */
  public static Ledger open(Path file, Path elsewhere, Clock clock) {
    return open(file, Optional.of(Checkpoint.at(elsewhere)), clock);
  }

  private static Ledger open(Path file, Optional<Checkpoint> elsewhere, Clock clock) {
    try {
      return new Ledger(Database.open(file, Schema.MIGRATIONS), elsewhere, clock);
    } catch (DatabaseException e) {
      throw new LedgerException(e.explanation(), e);
    }
  }

  /**
   * Adds one record to a ledger that need not be open: much faster than opening one, where nobody
   * else has it open. It has reached the disk when this returns.
   *
   * @param elsewhere the second checkpoint
   * @throws LedgerException if it can't be written, or if the end of the chain was tampered with
   */
  public static LedgerRecord append(Path file, Path elsewhere, Clock clock, Entry entry) {
    Path absolute = file.toAbsolutePath();
    Optional<LedgerRecord> appended =
        new Tail(absolute)
            .append(entry, now(clock), Checkpoint.beside(absolute), Checkpoint.at(elsewhere));
    if (appended.isPresent()) {
      return appended.get();
    }
    try (Ledger ledger = open(file, elsewhere, clock)) {
      return ledger.append(entry);
    }
  }

  /** The file. */
  public Path file() {
    return database.file();
  }

  /**
   * Adds a record. It has reached the disk when this returns.
   *
   * @throws LedgerException if it can't be written, or if the end of the chain was tampered with
   */
  public LedgerRecord append(Entry entry) {
    return append(List.of(entry)).getFirst();
  }

  /**
   * Adds several records at once, all or none.
   *
   * @throws LedgerException if they can't be written, or if the end of the chain was tampered with
   */
  public List<LedgerRecord> append(List<Entry> entries) {
    return write(
        appender -> {
          List<LedgerRecord> records = new ArrayList<>(entries.size());
          for (Entry entry : entries) {
            records.add(appender.append(entry));
          }
          return records;
        });
  }

  /**
   * The newest records first.
   *
   * @throws LedgerException if the ledger can't be read
   */
  public List<LedgerRecord> records(Query query) {
    StringBuilder sql = new StringBuilder("SELECT " + COLUMNS + " FROM records WHERE 1 = 1");
    List<Object> arguments = new ArrayList<>();
    query.kind().ifPresent(kind -> condition(sql, arguments, " AND kind = ?", kind));
    query.subject().ifPresent(subject -> condition(sql, arguments, " AND subject = ?", subject));
    query.before().ifPresent(before -> condition(sql, arguments, " AND sequence < ?", before));
    condition(sql, arguments, " ORDER BY sequence DESC LIMIT ?", query.limit());
    return read(session -> session.all(sql.toString(), this::fromRow, arguments.toArray()));
  }

  /** The subjects of the records of a kind, sorted. */
  public List<String> subjects(String kind) {
    return read(
        session ->
            session.all(
                "SELECT DISTINCT subject FROM records WHERE kind = ? ORDER BY subject",
                row -> row.getString(1),
                kind));
  }

  /**
   * The newest record of a subject, of some kinds.
   *
   * @throws LedgerException if the ledger can't be read, or the record isn't as it was appended
   */
  public Optional<LedgerRecord> newest(String subject, List<String> kinds) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(subject);
    arguments.addAll(kinds);
    String marks = String.join(", ", Collections.nCopies(kinds.size(), "?"));
    Optional<LedgerRecord> found =
        read(
            session ->
                session.first(
                    "SELECT "
                        + COLUMNS
                        + " FROM records WHERE subject = ? AND kind IN ("
                        + marks
                        + ") ORDER BY sequence DESC LIMIT 1",
                    this::fromRow,
                    arguments.toArray()));
    if (found.isPresent() && !found.get().isIntact()) {
      throw new LedgerException(
          "record "
              + found.get().sequence()
              + " of "
              + file()
              + " was edited: its content doesn't match its hash; verify the ledger");
    }
    return found;
  }

  /**
   * The end of the chain as the database has it.
   *
   * @throws LedgerException if the ledger can't be read
   */
  public Head head() {
    return read(Ledger::head);
  }

  /**
   * Checks every record, the checkpoint, the releases and their attachments. Linear in the ledger's
   * size.
   *
   * @throws LedgerException if the ledger can't be read at all
   */
  public Verification verify() {
    return verify(List.of());
  }

  /**
   * {@link #verify()}, and the chain must contain heads that were noted earlier and kept elsewhere.
   *
   * @throws LedgerException if the ledger can't be read at all
   */
  public Verification verify(List<Head> noted) {
    return lock.reading(
        () -> {
          Optional<Verification.Broken> broken = tailRecords.settle();
          return broken.isPresent()
              ? broken.get()
              : database.read(
                  session -> new Verifier(session, checkpoint, elsewhere).verify(noted));
        });
  }

  /**
   * Whether the ledger ends where its checkpoints, and heads that were noted elsewhere, say that it
   * does. Looks at a few records only.
   *
   * @return what is wrong, and what to do
   * @throws LedgerException if the ledger can't be read at all
   */
  public Optional<String> doubt(List<Head> noted) {
    return lock.reading(
        () -> {
          Optional<Verification.Broken> broken = tailRecords.settle();
          return broken.isPresent()
              ? broken.map(Verification.Broken::message)
              : database.read(session -> new Verifier(session, checkpoint, elsewhere).doubt(noted));
        });
  }

  /** The releases recorded here. */
  public Releases releases() {
    return new Releases(this);
  }

  /** Closes the file. */
  @Override
  public void close() {
    try {
      if (tailRecords.isAbsorbed()) {
        closeChanged();
      } else {
        database.close();
      }
    } catch (DatabaseException e) {
      throw new LedgerException(e.explanation(), e);
    }
  }

  /** Leaves a tail, so that the next apply need not open the database. */
  private void closeChanged() {
    try (FolderLock _ = LedgerLock.of(file())) {
      Head head = database.read(Ledger::head);
      database.close();
      if (!tail.isPending()) {
        tail.begin(head);
      }
    } catch (IOException | DatabaseException _) {
      // Without one, the next apply opens the database. It may be closed, or gone, already.
      database.close();
    }
  }

  /** A transaction that appends. */
  @FunctionalInterface
  interface AppendingWork<T> {
    T run(Appender appender) throws SQLException;
  }

  /** Appends within one transaction. */
  final class Appender {
    private final Session session;
    private Head head;

    private Appender(Session session, Head head) {
      this.session = session;
      this.head = head;
    }

    Session session() {
      return session;
    }

    Instant now() {
      return Ledger.this.now();
    }

    LedgerRecord append(Entry entry) throws SQLException {
      LedgerRecord appended = Chain.next(head, entry, now());
      TailRecords.insert(session, "main.records", appended);
      head = new Head(appended.sequence(), appended.hash());
      return appended;
    }
  }

  <T> T write(AppendingWork<T> work) {
    return lock.writing(
        () -> {
          T result =
              database.write(
                  session -> {
                    Verifier verifier = new Verifier(session, checkpoint, elsewhere);
                    Verifier.requireWhole(tailRecords.move(session));
                    Appender appender = new Appender(session, head(session));
                    verifier.requireSoundEnd();
                    if (checkpoint.read() instanceof Checkpoint.Content.Missing
                        && appender.head.count() > 1) {
                      // Never silently: whoever removed the checkpoint could have removed records,
                      // too.
                      appender.append(
                          new Entry(
                              "ingot",
                              "ledger.checkpoint-rebuilt",
                              "",
                              Payload.builder().number("count", appender.head.count()).build()));
                    }
                    return work.run(appender);
                  });
          Head head = database.read(Ledger::head);
          checkpoint.write(head);
          elsewhere.ifPresent(other -> other.write(head));
          tailRecords.absorbed();
          return result;
        });
  }

  <T> T read(Database.Work<T> work) {
    return LedgerLock.explained(
        () -> {
          // What is wrong with the tail, doubt and verify say.
          var _ = tailRecords.settle();
          return database.read(work);
        });
  }

  private Instant now() {
    return now(clock);
  }

  private static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  static Head head(Session session) throws SQLException {
    return session
        .first(
            "SELECT sequence, hash FROM records ORDER BY sequence DESC LIMIT 1",
            row -> new Head(row.getLong(1), row.getString(2)))
        .orElse(Head.EMPTY);
  }

  private static void condition(
      StringBuilder sql, List<Object> arguments, String condition, Object argument) {
    sql.append(condition);
    arguments.add(argument);
  }

  private LedgerRecord fromRow(ResultSet row) throws SQLException {
    long sequence = row.getLong(1);
    for (int column = 2; column <= 8; column++) {
      if (row.getString(column) == null) {
        throw new LedgerException(
            "record " + sequence + " of " + file() + " is damaged; verify the ledger");
      }
    }
    try {
      return new LedgerRecord(
          sequence,
          Instant.parse(row.getString(2)),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getString(6),
          row.getString(7),
          row.getString(8));
    } catch (DateTimeException e) {
      throw new LedgerException(
          "record "
              + sequence
              + " of "
              + file()
              + " was changed: its time is invalid; verify the ledger",
          e);
    }
  }
}
