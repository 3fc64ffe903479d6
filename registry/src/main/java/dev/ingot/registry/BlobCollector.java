package dev.ingot.registry;

import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds blobs that no version, build, bill of materials or name in the index leads to. */
final class BlobCollector {
  private final ContentStore store;

  BlobCollector(ContentStore store) {
    this.store = store;
  }

  List<Digest> unreachable(Session session, Set<Digest> kept, Duration olderThan, Instant now)
      throws SQLException {
    Set<Digest> reached = new HashSet<>();
    Set<Digest> roots = new HashSet<>(kept);
    roots.addAll(digests(session, "SELECT image FROM versions WHERE image IS NOT NULL"));
    roots.addAll(digests(session, "SELECT image FROM builds WHERE image IS NOT NULL"));
    roots.addAll(digests(session, "SELECT sbom FROM versions WHERE sbom IS NOT NULL"));
    roots.addAll(
        digests(
            session,
            "SELECT base_digest FROM versions WHERE base_digest IS NOT NULL AND status ="
                + " 'RUNNING'"));
    for (Digest root : roots) {
      if (store.has(root) && reached.add(root)) {
        OciImage.describeIfImage(store, root)
            .ifPresent(image -> reached.addAll(OciTransfer.closure(store, image)));
      }
    }
    for (Descriptor entry : store.index()) {
      if (store.has(entry.digest())) {
        reached.addAll(OciTransfer.closure(store, entry));
      }
    }
    return store.blobs(olderThan, now).stream().filter(blob -> !reached.contains(blob)).toList();
  }

  private static List<Digest> digests(Session session, String sql) throws SQLException {
    return session.all(sql, row -> Digest.parse(row.getString(1)));
  }
}
