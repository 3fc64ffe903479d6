package dev.ingot.registry.catalog;

import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads buckets. */
public final class BucketRows {
  private BucketRows() {}

  public static List<Bucket> all(Session session, String condition, Object... arguments)
      throws SQLException {
    return session.all(
        "SELECT name, labels, created FROM buckets " + condition,
        row ->
            new Bucket(
                Columns.text(row, 1),
                TextMaps.sorted(TextMaps.read(Columns.text(row, 2))),
                Instant.parse(Columns.text(row, 3))),
        arguments);
  }
}
