package dev.ingot.registry.catalog;

import dev.ingot.storage.Digest;
import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The stages of a version on its way out, within one transaction. What the registry itself knows of
 * its use is looked at again in the same transaction, so that a channel that is moved or a bake
 * that begins meanwhile wins.
 */
public final class VersionStages {
  private final Transaction transaction;
  private final Session session;

  public VersionStages(Transaction transaction) {
    this.transaction = transaction;
    this.session = transaction.session();
  }

  /** Since when versions are deprecated or disabled, by their ids. */
  public static Map<String, Instant> since(Session session) throws SQLException {
    Map<String, Instant> since = new TreeMap<>();
    for (Map.Entry<String, Instant> each :
        session.all(
            "SELECT version, since FROM retirements",
            row -> Map.entry(Columns.text(row, 1), Instant.parse(Columns.text(row, 2))))) {
      since.put(each.getKey(), each.getValue());
    }
    return since;
  }

  /**
   * Moves a version one stage on.
   *
   * @param from the status it must have
   * @return the version; empty if it has another status by now, or something uses it
   */
  public Optional<Version> move(
      String id, VersionStatus from, VersionStatus to, String actor, String reason)
      throws SQLException {
    Optional<Version> version = unused(id, from);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    set(id, to);
    session.update(
        "INSERT INTO retirements (version, since) VALUES (?, ?) ON CONFLICT (version) DO UPDATE SET"
            + " since = excluded.since",
        id,
        transaction.now().toString());
    return Optional.of(told(id, actor, reason));
  }

  /** Makes a deprecated or disabled version active again. */
  public Version reinstate(Version version, String actor, String reason) throws SQLException {
    set(version.id(), VersionStatus.ACTIVE);
    session.update("DELETE FROM retirements WHERE version = ?", version.id());
    return told(version.id(), actor, reason);
  }

  /**
   * Deletes a version that can no longer be used.
   *
   * @param from the status it must have
   * @return the version; empty if it has another status by now, or something uses it
   */
  public Optional<Version> delete(String id, VersionStatus from, String actor) throws SQLException {
    Optional<Version> version = unused(id, from);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    session.update("DELETE FROM versions WHERE id = ?", id);
    transaction.tell(new RegistryEvent.VersionDeleted(actor, version.get()));
    return version;
  }

  private void set(String id, VersionStatus status) throws SQLException {
    session.update("UPDATE versions SET status = ? WHERE id = ?", status.name(), id);
  }

  private Version told(String id, String actor, String reason) throws SQLException {
    Version after = VersionRows.required(session, id);
    transaction.tell(new RegistryEvent.VersionStaged(actor, after, reason));
    ChannelRows.moveLatest(
        transaction,
        after.bucket(),
        actor,
        after.label() + " is " + VersionChanges.word(after.status()) + ": " + reason);
    return after;
  }

  private Optional<Version> unused(String id, VersionStatus status) throws SQLException {
    Optional<Version> version = VersionRows.byId(session, id);
    boolean free =
        version.isPresent()
            && version.get().status() == status
            && ChannelRows.all(session, "WHERE version = ?", id).isEmpty()
            && children(session, version.get()).isEmpty();
    return free ? version : Optional.empty();
  }

  /** The versions that were baked on a version or are being baked on it. */
  public static List<Version> children(Session session, Version version) throws SQLException {
    return VersionRows.all(
        session,
        "WHERE id <> ? AND (parent_version = ? OR base_digest = ?) ORDER BY bucket, number",
        version.id(),
        version.id(),
        version.image().map(Digest::toString));
  }
}
