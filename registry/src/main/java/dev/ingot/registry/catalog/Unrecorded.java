package dev.ingot.registry.catalog;

import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Head;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Payload;
import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Changes that are in the registry and not yet in the ledger: kept with the change itself, so that
 * a process that dies in between leaves no change without a record. Afterwards the registry knows
 * how far the ledger went.
 */
final class Unrecorded {
  private Unrecorded() {}

  private record Kept(long sequence, Entry entry) {}

  /** Keeps an entry, within the transaction of its change. */
  static void keep(Session session, Entry entry) throws SQLException {
    session.update(
        "INSERT INTO unrecorded (actor, kind, subject, payload) VALUES (?, ?, ?, ?)",
        entry.actor(),
        entry.kind(),
        entry.subject(),
        entry.payload().json());
  }

  /** Appends what is kept to the ledger, in its order, and forgets it. */
  static void record(Session session, Ledger ledger) throws SQLException {
    List<Kept> kept =
        session.all(
            "SELECT sequence, actor, kind, subject, payload FROM unrecorded ORDER BY sequence",
            row ->
                new Kept(
                    row.getLong(1),
                    new Entry(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Payload.parse(row.getString(5)))));
    if (kept.isEmpty()) {
      return;
    }
    LedgerRecord last = ledger.append(kept.stream().map(Kept::entry).toList()).getLast();
    session.update("DELETE FROM unrecorded WHERE sequence <= ?", kept.getLast().sequence());
    session.update(
        "INSERT INTO ledger_head (one, count, hash) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE"
            + " SET count = excluded.count, hash = excluded.hash",
        last.sequence(),
        last.hash());
  }

  /** How far the ledger went when a change was recorded last. */
  static Optional<Head> head(Session session) throws SQLException {
    return session.first(
        "SELECT count, hash FROM ledger_head", row -> new Head(row.getLong(1), row.getString(2)));
  }

  /** The newest entry of a subject, of some kinds, that is kept. */
  static Optional<Entry> newest(Session session, String subject, List<String> kinds)
      throws SQLException {
    return session
        .all(
            "SELECT actor, kind, subject, payload FROM unrecorded WHERE subject = ? ORDER BY"
                + " sequence DESC",
            row ->
                new Entry(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    Payload.parse(row.getString(4))),
            subject)
        .stream()
        .filter(entry -> kinds.contains(entry.kind()))
        .findFirst();
  }
}
