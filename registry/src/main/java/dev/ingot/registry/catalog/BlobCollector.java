package dev.ingot.registry.catalog;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.OciTransfer;
import dev.ingot.storage.Digest;
import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds blobs that no version, build, bill of materials or name in the index leads to. */
public final class BlobCollector {
  private final ContentStore store;

  public BlobCollector(ContentStore store) {
    this.store = store;
  }

  public List<Digest> unreachable(
      Session session, Set<Digest> kept, Duration olderThan, Instant now) throws SQLException {
    Set<Digest> reached = new HashSet<>();
    Set<Digest> roots = new HashSet<>(kept);
    roots.addAll(digests(session, "SELECT image FROM versions WHERE image IS NOT NULL"));
    roots.addAll(digests(session, "SELECT image FROM builds WHERE image IS NOT NULL"));
    roots.addAll(digests(session, "SELECT sbom FROM versions WHERE sbom IS NOT NULL"));
    roots.addAll(digests(session, "SELECT provenance FROM versions WHERE provenance IS NOT NULL"));
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

  /**
   * Deletes unreachable blobs and leftovers of killed writers, but nothing that was written or
   * reused since the oldest work with the store began that goes on.
   */
  public List<Digest> collect(
      Transaction transaction, Set<Digest> kept, Duration olderThan, String actor)
      throws SQLException {
    Instant since = store.settledUntil(olderThan, transaction.now());
    List<Digest> deleted = new ArrayList<>();
    long bytes = 0;
    for (Digest blob : unreachable(transaction.session(), kept, olderThan, transaction.now())) {
      long size = store.has(blob) ? store.size(blob) : 0;
      if (store.deleteUnused(blob, since)) {
        deleted.add(blob);
        bytes += size;
      }
    }
    store.removeLeftovers(since);
    if (!deleted.isEmpty()) {
      transaction.tell(new RegistryEvent.BlobsCollected(actor, deleted.size(), bytes));
    }
    return deleted;
  }

  private static List<Digest> digests(Session session, String sql) throws SQLException {
    return session.all(sql, row -> Digest.parse(row.getString(1)));
  }
}
