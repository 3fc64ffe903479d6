package dev.ingot.registry.catalog;

import java.util.List;

/** The registry's tables. */
final class Tables {
  static final List<String> MIGRATIONS =
      List.of(
          """
          CREATE TABLE buckets (
            name TEXT PRIMARY KEY,
            labels TEXT NOT NULL,
            created TEXT NOT NULL,
            last_number INTEGER NOT NULL
          ) STRICT;
          CREATE TABLE versions (
            id TEXT PRIMARY KEY,
            bucket TEXT NOT NULL REFERENCES buckets (name),
            number INTEGER NOT NULL,
            fingerprint TEXT NOT NULL,
            status TEXT NOT NULL,
            created TEXT NOT NULL,
            finished TEXT,
            image TEXT,
            labels TEXT NOT NULL,
            metadata TEXT NOT NULL,
            parent_version TEXT,
            parent_bucket TEXT,
            parent_channel TEXT,
            base_digest TEXT,
            sbom TEXT,
            message TEXT NOT NULL,
            revoked TEXT,
            revoked_by TEXT,
            revocation TEXT,
            owner TEXT,
            token INTEGER NOT NULL,
            claimed TEXT,
            lease_until TEXT,
            UNIQUE (bucket, number),
            UNIQUE (bucket, fingerprint)
          ) STRICT;
          CREATE INDEX versions_by_image ON versions (image);
          CREATE INDEX versions_by_parent ON versions (parent_version);
          CREATE TABLE builds (
            version TEXT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
            component TEXT NOT NULL,
            platform TEXT NOT NULL,
            region TEXT NOT NULL,
            image TEXT,
            external_id TEXT NOT NULL,
            labels TEXT NOT NULL,
            finished TEXT NOT NULL,
            PRIMARY KEY (version, component, platform, region)
          ) STRICT;
          CREATE INDEX builds_by_image ON builds (image);
          CREATE INDEX builds_by_external_id ON builds (external_id);
          CREATE TABLE channels (
            bucket TEXT NOT NULL REFERENCES buckets (name),
            name TEXT NOT NULL,
            version TEXT REFERENCES versions (id),
            managed INTEGER NOT NULL,
            restricted INTEGER NOT NULL,
            created TEXT NOT NULL,
            PRIMARY KEY (bucket, name)
          ) STRICT;
          CREATE TABLE assignments (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            bucket TEXT NOT NULL,
            channel TEXT NOT NULL,
            time TEXT NOT NULL,
            actor TEXT NOT NULL,
            from_version TEXT,
            to_version TEXT,
            reason TEXT NOT NULL,
            rollback INTEGER NOT NULL
          ) STRICT;
          CREATE INDEX assignments_by_channel ON assignments (bucket, channel, sequence);
          """,
          """
          CREATE TABLE unrecorded (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            payload TEXT NOT NULL
          ) STRICT;
          CREATE TABLE ledger_head (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            count INTEGER NOT NULL,
            hash TEXT NOT NULL
          ) STRICT;
          """,
          """
          ALTER TABLE builds ADD COLUMN source_image TEXT NOT NULL DEFAULT '';
          ALTER TABLE versions ADD COLUMN provenance TEXT;
          """,
          """
          CREATE TABLE retirements (
            version TEXT PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE,
            since TEXT NOT NULL
          ) STRICT;
          """);

  private Tables() {}
}
