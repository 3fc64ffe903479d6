package dev.ingot.registry.catalog;

import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import dev.ingot.storage.sql.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads versions with their builds. */
public final class VersionRows {
  private static final String SELECT =
      "SELECT id, bucket, number, fingerprint, status, created, finished, image, labels, metadata,"
          + " parent_version, parent_bucket, parent_channel, base_digest, sbom, message, revoked,"
          + " revoked_by, revocation, owner, claimed, lease_until, provenance FROM versions ";

  /** The condition of those that were completed, whatever became of them. */
  public static final String COMPLETE = "WHERE status NOT IN ('RUNNING', 'FAILED', 'CANCELLED')";

  private VersionRows() {}

  public static List<Version> all(Session session, String condition, Object... arguments)
      throws SQLException {
    List<Version> versions = new ArrayList<>();
    for (Version version : session.all(SELECT + condition, VersionRows::version, arguments)) {
      versions.add(withBuilds(session, version));
    }
    return versions;
  }

  public static Optional<Version> first(Session session, String condition, Object... arguments)
      throws SQLException {
    List<Version> found = all(session, condition + " LIMIT 1", arguments);
    return found.stream().findFirst();
  }

  public static Optional<Version> byId(Session session, String id) throws SQLException {
    return first(session, "WHERE id = ?", id);
  }

  static Version required(Session session, String id) throws SQLException {
    return byId(session, id)
        .orElseThrow(() -> new RegistryException("there is no version " + id + " in the registry"));
  }

  private static Version withBuilds(Session session, Version version) throws SQLException {
    List<Build> builds =
        session.all(
            "SELECT component, platform, image, external_id, region, source_image,"
                + " labels, finished FROM builds"
                + " WHERE version = ? ORDER BY finished, component, platform, region",
            row ->
                new Build(
                    Columns.text(row, 1),
                    Columns.text(row, 2),
                    text(row, 3).map(Digest::parse),
                    Columns.text(row, 4),
                    Columns.text(row, 5),
                    Columns.text(row, 6),
                    TextMaps.read(Columns.text(row, 7)),
                    Instant.parse(Columns.text(row, 8))),
            version.id());
    return builds.isEmpty()
        ? version
        : new Version(
            version.id(),
            version.bucket(),
            version.number(),
            version.fingerprint(),
            version.status(),
            version.created(),
            version.finished(),
            version.image(),
            builds,
            version.labels(),
            version.metadata(),
            version.lineage(),
            version.sbom(),
            version.provenance(),
            version.message(),
            version.revocation(),
            version.lease());
  }

  private static Version version(ResultSet row) throws SQLException {
    Optional<String> revoked = text(row, 17);
    Optional<String> owner = text(row, 20);
    return new Version(
        Columns.text(row, 1),
        Columns.text(row, 2),
        row.getLong(3),
        Columns.text(row, 4),
        VersionStatus.valueOf(Columns.text(row, 5)),
        Instant.parse(Columns.text(row, 6)),
        text(row, 7).map(Instant::parse),
        text(row, 8).map(Digest::parse),
        List.of(),
        TextMaps.read(Columns.text(row, 9)),
        TextMaps.read(Columns.text(row, 10)),
        new Lineage(text(row, 11), text(row, 12), text(row, 13), text(row, 14).map(Digest::parse)),
        text(row, 15).map(Digest::parse),
        text(row, 23).map(Digest::parse),
        Columns.text(row, 16),
        revoked.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Revocation(
                    Instant.parse(revoked.get()), Columns.text(row, 18), Columns.text(row, 19))),
        owner.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Lease(
                    owner.get(),
                    Instant.parse(Columns.text(row, 21)),
                    Instant.parse(Columns.text(row, 22)))));
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
