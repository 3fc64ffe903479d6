package dev.ingot.ledger;

import dev.ingot.ledger.Verification.Broken;
import dev.ingot.ledger.Verification.Fault;
import dev.ingot.storage.sql.Database;
import dev.ingot.storage.sql.DatabaseException;
import dev.ingot.storage.sql.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of a {@link Tail}, as part of the database. */
final class TailRecords {
  private static final String COLUMNS =
      "sequence, time, actor, kind, subject, payload, previous_hash, hash";

  private final Tail tail;
  private final Checkpoint checkpoint;
  private final Database database;
  private final LedgerLock lock;
  private volatile boolean absorbed;

  TailRecords(Tail tail, Checkpoint checkpoint, Database database, LedgerLock lock) {
    this.tail = tail;
    this.checkpoint = checkpoint;
    this.database = database;
    this.lock = lock;
  }

  /**
   * Has them read with the others.
   *
   * @return what is wrong with them; none is read then
   */
  Optional<Broken> settle() throws IOException {
    if (!tail.isPending()) {
      return Optional.empty();
    }
    try {
      return lock.locked(
          () -> {
            Optional<Broken> broken = database.write(this::move);
            if (broken.isEmpty()) {
              absorbed();
            }
            return broken;
          });
    } catch (DatabaseException | IOException _) {
      // A disk that is full, or that can only be read.
      return database.read(this::show);
    }
  }

  /** Whether the database has them, so that a tail can begin anew. */
  boolean isAbsorbed() {
    return absorbed;
  }

  /** The database has them. */
  void absorbed() {
    absorbed = true;
    try {
      tail.delete();
    } catch (IOException _) {
      // Whoever reads it finds that the database has its records.
    }
  }

  /** Puts them into the table of records; all, or none and what is wrong with them. */
  Optional<Broken> move(Session session) throws SQLException {
    Missing missing = missing(session);
    if (missing.broken.isEmpty()) {
      for (LedgerRecord record : missing.records) {
        insert(session, "main.records", record);
      }
    }
    return missing.broken;
  }

  /** Lets this connection alone see them in the table of records, which can't be written. */
  Optional<Broken> show(Session session) throws SQLException {
    session.update(
        "CREATE TEMP TABLE IF NOT EXISTS tail AS SELECT " + COLUMNS + " FROM main.records LIMIT 0");
    session.update("DELETE FROM temp.tail");
    session.update(
        "CREATE TEMP VIEW IF NOT EXISTS records AS SELECT "
            + COLUMNS
            + " FROM main.records UNION ALL SELECT "
            + COLUMNS
            + " FROM temp.tail WHERE sequence > (SELECT coalesce(max(sequence), 0) FROM"
            + " main.records)");
    Missing missing = missing(session);
    if (missing.broken.isEmpty()) {
      for (LedgerRecord record : missing.records) {
        insert(session, "temp.tail", record);
      }
    }
    return missing.broken;
  }

  static void insert(Session session, String table, LedgerRecord record) throws SQLException {
    session.update(
        "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        record.sequence(),
        record.time().toString(),
        record.actor(),
        record.kind(),
        record.subject(),
        record.payload(),
        record.previousHash(),
        record.hash());
  }

  /** What the table of records doesn't have yet, or why that can't be said. */
  private record Missing(List<LedgerRecord> records, Optional<Broken> broken) {
    static Missing broken(Broken broken) {
      return new Missing(List.of(), Optional.of(broken));
    }
  }

  private Missing missing(Session session) throws SQLException {
    Tail.Content content;
    try {
      content = tail.read();
    } catch (IOException e) {
      throw tail.unreadable(e);
    }
    return switch (content) {
      case Tail.Content.Damaged(Broken broken) -> Missing.broken(broken);
      case Tail.Content.Records(List<LedgerRecord> records, boolean cut) ->
          missing(session, records, cut);
    };
  }

  private Missing missing(Session session, List<LedgerRecord> records, boolean cut)
      throws SQLException {
    Head head = Ledger.head(session);
    List<LedgerRecord> missing = new ArrayList<>();
    for (LedgerRecord record : records) {
      if (record.sequence() <= head.count() && missing.isEmpty()) {
        // Left by a process that died after it had moved them.
        if (!isThere(session, record)) {
          return Missing.broken(contradiction(record, head));
        }
      } else if (record.sequence() != head.count() + 1
          || !record.previousHash().equals(head.hash())) {
        return Missing.broken(contradiction(record, head));
      } else {
        missing.add(record);
        head = new Head(record.sequence(), record.hash());
      }
    }
    // The remainder of a crash was never counted.
    return cut
            && checkpoint.read() instanceof Checkpoint.Content.Known(Head known)
            && known.count() > head.count()
        ? Missing.broken(tail.damaged(head.count() + 1, "was changed at its end"))
        : new Missing(missing, Optional.empty());
  }

  private static boolean isThere(Session session, LedgerRecord record) throws SQLException {
    return session
        .first(
            "SELECT hash FROM main.records WHERE sequence = ?",
            row -> row.getString(1),
            record.sequence())
        .filter(record.hash()::equals)
        .isPresent();
  }

  private Broken contradiction(LedgerRecord record, Head head) {
    return new Broken(
        Math.min(record.sequence(), head.count() + 1),
        record.sequence() > head.count() + 1 ? Fault.TRUNCATED : Fault.REWRITTEN,
        "record "
            + record.sequence()
            + " in "
            + tail.file()
            + " doesn't follow record "
            + head.count()
            + " in the ledger, which is another or an older one than before; restore it from a"
            + " backup, or move that file away to continue without its records");
  }
}
