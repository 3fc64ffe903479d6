package dev.ingot.ledger;

import dev.ingot.ledger.Verification.Broken;
import dev.ingot.ledger.Verification.Fault;
import dev.ingot.storage.sql.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies a ledger inside one transaction. */
final class Verifier {
  private static final String NO_HEAD = "doesn't hold a count and a hash";
  private static final String ADVICE =
      "; find out who could write the file, and restore it from a backup taken before";

  private final Session session;
  private final Checkpoint checkpoint;
  private final Optional<Checkpoint> elsewhere;

  Verifier(Session session, Checkpoint checkpoint, Optional<Checkpoint> elsewhere) {
    this.session = session;
    this.checkpoint = checkpoint;
    this.elsewhere = elsewhere;
  }

  Verification verify(List<Head> noted) throws SQLException {
    Optional<Broken> torn = torn();
    if (torn.isPresent()) {
      return torn.get();
    }
    Scan scan = new Scan(Head.EMPTY);
    Checkpoint.Content content = checkpoint.read();
    known(content).ifPresent(scan.expected::add);
    elsewhere.flatMap(other -> known(other.read())).ifPresent(scan.expected::add);
    scan.expected.addAll(noted);
    Optional<Broken> broken = scan.run();
    if (broken.isPresent()) {
      return broken.get();
    }
    Head head = scan.last;
    if (elsewhere.isPresent() && elsewhere.get().read() instanceof Checkpoint.Content.Damaged) {
      return checkpointFault(elsewhere.get(), head, NO_HEAD);
    }
    Optional<Broken> damaged =
        switch (content) {
          case Checkpoint.Content.Known _ -> Optional.empty();
          // The first append may have died before it wrote the file.
          case Checkpoint.Content.Missing _ ->
              head.count() <= 1
                  ? Optional.empty()
                  : Optional.of(checkpointFault(checkpoint, head, "is missing"));
          case Checkpoint.Content.Damaged _ ->
              Optional.of(checkpointFault(checkpoint, head, NO_HEAD));
        };
    if (damaged.isPresent()) {
      return damaged.get();
    }
    Optional<Broken> release = new ReleaseVerifier(session).firstFault();
    return release.isPresent() ? release.get() : new Verification.Intact(head);
  }

  /** An index that lacks a record hides it from everyone who looks it up. */
  private Optional<Broken> torn() throws SQLException {
    return session
        .first("PRAGMA integrity_check(1)", row -> row.getString(1))
        .filter(answer -> !answer.equals("ok"))
        .map(
            answer ->
                new Broken(
                    0,
                    Fault.FILE_DAMAGED,
                    "the file is damaged (" + answer.strip() + ")" + ADVICE));
  }

  private static Optional<Head> known(Checkpoint.Content content) {
    return switch (content) {
      case Checkpoint.Content.Known(Head head) -> Optional.of(head);
      case Checkpoint.Content.Missing _, Checkpoint.Content.Damaged _ -> Optional.empty();
    };
  }

  /** Verifies the records after the checkpoint, before anything is chained to them. */
  void requireSoundEnd() throws SQLException {
    Optional<Broken> broken =
        switch (checkpoint.read()) {
          case Checkpoint.Content.Known(Head head) -> new Scan(head).run();
          case Checkpoint.Content.Missing _ -> new Scan(Head.EMPTY).run();
          case Checkpoint.Content.Damaged _ ->
              Optional.of(checkpointFault(checkpoint, Head.EMPTY, NO_HEAD));
        };
    require(broken, checkpoint);
    if (elsewhere.isPresent()) {
      require(reached(elsewhere.get()), elsewhere.get());
    }
  }

  private static void require(Optional<Broken> broken, Checkpoint at) {
    if (broken.isPresent()) {
      throw new LedgerException(
          "nothing was appended to the ledger, because "
              + broken.get().message()
              + ". To continue with the remaining records, remove "
              + at.file()
              + "; the removal will be recorded");
    }
  }

  static void requireWhole(Optional<Broken> tail) {
    if (tail.isPresent()) {
      throw new LedgerException(
          "nothing was appended to the ledger, because " + tail.get().message());
    }
  }

  Optional<String> doubt(List<Head> noted) throws SQLException {
    Optional<Broken> broken = reached(checkpoint);
    if (broken.isEmpty() && elsewhere.isPresent()) {
      broken = reached(elsewhere.get());
    }
    for (Head head : noted) {
      broken = broken.isPresent() ? broken : new Scan(head).start();
    }
    return broken.map(Broken::message);
  }

  /** Whether the chain has what a checkpoint says; one that is missing says nothing. */
  private Optional<Broken> reached(Checkpoint at) throws SQLException {
    return switch (at.read()) {
      case Checkpoint.Content.Known(Head head) -> new Scan(head).start();
      case Checkpoint.Content.Missing _ -> Optional.empty();
      case Checkpoint.Content.Damaged _ -> Optional.of(checkpointFault(at, Head.EMPTY, NO_HEAD));
    };
  }

  private static Broken checkpointFault(Checkpoint checkpoint, Head head, String how) {
    return new Broken(
        head.count(),
        Fault.CHECKPOINT_DAMAGED,
        "the checkpoint "
            + checkpoint.file()
            + " "
            + how
            + ": records may be missing at the end without a trace");
  }

  /** Reads the chain, starting at a known point. */
  private final class Scan {
    private final Head start;
    private Head last;
    private final List<Head> expected = new ArrayList<>();
    private @Nullable Broken fault;

    Scan(Head start) {
      this.start = start;
      this.last = start;
    }

    /** Checks nothing but that the chain has its start. */
    Optional<Broken> start() throws SQLException {
      if (start.count() > 0) {
        checkStart();
      }
      return Optional.ofNullable(fault);
    }

    Optional<Broken> run() throws SQLException {
      if (start.count() > 0) {
        checkStart();
      } else {
        // A sequence below 1 was never assigned.
        session.each(
            "SELECT sequence FROM records WHERE sequence < 1 ORDER BY sequence LIMIT 1",
            row -> {
              fault = inserted(row.getLong(1));
              return false;
            });
      }
      if (fault == null) {
        session.each(
            "SELECT sequence, time, actor, kind, subject, payload, previous_hash, hash FROM records"
                + " WHERE sequence > ? ORDER BY sequence",
            this::check,
            start.count());
      }
      for (Head head : expected) {
        if (fault == null && head.count() > last.count()) {
          fault = truncated(last.count(), head);
        }
      }
      return Optional.ofNullable(fault);
    }

    private void checkStart() throws SQLException {
      Optional<String> hash =
          session.first(
              "SELECT hash FROM records WHERE sequence = ?",
              row -> row.getString(1),
              start.count());
      if (hash.isEmpty()) {
        long count =
            session
                .first("SELECT coalesce(max(sequence), 0) FROM records", row -> row.getLong(1))
                .orElse(0L);
        fault = count > start.count() ? removed(start.count()) : truncated(count, start);
      } else if (!hash.get().equals(start.hash())) {
        fault = rewritten(start);
      }
    }

    private boolean check(ResultSet row) throws SQLException {
      long sequence = row.getLong(1);
      if (sequence != last.count() + 1) {
        fault = removed(last.count() + 1);
        return false;
      }
      for (int column = 2; column <= 8; column++) {
        if (row.getString(column) == null) {
          fault = edited(sequence);
          return false;
        }
      }
      String hash =
          Chain.hash(
              row.getString(7),
              sequence,
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getString(5),
              row.getString(6));
      if (!hash.equals(row.getString(8))) {
        fault = edited(sequence);
        return false;
      }
      if (!row.getString(7).equals(last.hash())) {
        fault =
            new Broken(
                sequence,
                Fault.EDITED,
                "record "
                    + sequence
                    + " doesn't follow record "
                    + last.count()
                    + ": one of them was edited"
                    + ADVICE);
        return false;
      }
      last = new Head(sequence, hash);
      if (expected.stream().anyMatch(this::differs)) {
        fault = rewritten(last);
        return false;
      }
      return true;
    }

    private boolean differs(Head head) {
      return head.count() == last.count() && !head.hash().equals(last.hash());
    }

    private Broken edited(long sequence) {
      return new Broken(
          sequence,
          Fault.EDITED,
          "record " + sequence + " was edited: its content doesn't match its hash" + ADVICE);
    }

    private Broken removed(long sequence) {
      return new Broken(
          sequence,
          Fault.REMOVED,
          "record " + sequence + " is missing, but later ones exist" + ADVICE);
    }

    private Broken inserted(long sequence) {
      return new Broken(
          sequence, Fault.INSERTED, "record " + sequence + " was never appended" + ADVICE);
    }

    private Broken truncated(long count, Head head) {
      return new Broken(
          count + 1,
          Fault.TRUNCATED,
          "the ledger ends with record "
              + count
              + ", but had "
              + head.count()
              + " records: the last "
              + (head.count() - count)
              + " were removed"
              + ADVICE);
    }

    private Broken rewritten(Head head) {
      return new Broken(
          head.count(),
          Fault.REWRITTEN,
          "record "
              + head.count()
              + " isn't the one noted under this number: the chain up to it was rewritten"
              + ADVICE);
    }
  }
}
