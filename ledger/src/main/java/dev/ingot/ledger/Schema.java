package dev.ingot.ledger;

import java.util.List;

/** The tables. STRICT keeps a changed column type from passing for the same text. */
final class Schema {
  static final List<String> MIGRATIONS =
      List.of(
          """
          CREATE TABLE records (
            sequence INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            payload TEXT NOT NULL,
            previous_hash TEXT NOT NULL,
            hash TEXT NOT NULL
          ) STRICT;
          CREATE INDEX records_by_kind ON records (kind, sequence);
          CREATE INDEX records_by_subject ON records (subject, sequence);
          CREATE TABLE releases (
            stack TEXT NOT NULL,
            number INTEGER NOT NULL,
            body TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY (stack, number)
          ) STRICT;
          CREATE TABLE attachments (
            stack TEXT NOT NULL,
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            content BLOB NOT NULL,
            sha256 TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            PRIMARY KEY (stack, number, name),
            FOREIGN KEY (stack, number) REFERENCES releases (stack, number)
          ) STRICT;
          """,
          // Nothing but the number: a program that doesn't know Tail must not append.
          "");

  private Schema() {}
}
