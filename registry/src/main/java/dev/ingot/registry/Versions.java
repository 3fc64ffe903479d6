package dev.ingot.registry;

import dev.ingot.registry.catalog.Ancestry;
import dev.ingot.registry.catalog.Catalog;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.ChannelRows;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionChanges;
import dev.ingot.registry.catalog.VersionRows;
import dev.ingot.registry.catalog.VersionStages;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The versions of a registry: finding and revoking them. {@link Registry#begin} makes new ones.
 *
 * <p>Every method throws {@link RegistryException} if the registry can't be read or written.
 */
public final class Versions {
  private final Catalog catalog;
  private final ContentStore store;

  Versions(Catalog catalog, ContentStore store) {
    this.catalog = catalog;
    this.store = store;
  }

  /** The versions of a bucket, the newest first. */
  public List<Version> in(String bucket) {
    return catalog.read(
        session -> VersionRows.all(session, "WHERE bucket = ? ORDER BY number DESC", bucket));
  }

  /** The version with an id. */
  public Optional<Version> find(String id) {
    return catalog.read(session -> VersionRows.byId(session, id));
  }

  /** The version with a number. */
  public Optional<Version> find(String bucket, long number) {
    return catalog.read(
        session -> VersionRows.first(session, "WHERE bucket = ? AND number = ?", bucket, number));
  }

  /** The version with a fingerprint. */
  public Optional<Version> withFingerprint(String bucket, String fingerprint) {
    return catalog.read(
        session ->
            VersionRows.first(
                session, "WHERE bucket = ? AND fingerprint = ?", bucket, fingerprint));
  }

  /** The versions whose image, or one of whose builds, has a digest. */
  public List<Version> withDigest(Digest digest) {
    return catalog.read(
        session ->
            VersionRows.all(
                session,
                "WHERE image = ? OR id IN (SELECT version FROM builds WHERE image = ?) ORDER BY"
                    + " bucket, number",
                digest.toString(),
                digest.toString()));
  }

  /** The versions that have a build with this id on its own platform. */
  public List<Version> withExternalId(String externalId) {
    return catalog.read(
        session ->
            VersionRows.all(
                session,
                "WHERE id IN (SELECT version FROM builds WHERE external_id = ?) ORDER BY bucket,"
                    + " number",
                externalId));
  }

  /** The versions that have images on platforms of their own, by what these call the images. */
  public Map<String, Version> elsewhere() {
    return catalog.read(
        session -> {
          Map<String, Version> found = new TreeMap<>();
          for (Version version :
              VersionRows.all(
                  session,
                  "WHERE id IN (SELECT version FROM builds WHERE external_id <> '') ORDER BY"
                      + " bucket, number")) {
            version.elsewhere().forEach(build -> found.put(build.externalId(), version));
          }
          return found;
        });
  }

  /** Every version that was baked on a version, directly or not. */
  public List<Version> descendants(String versionId) {
    return catalog.read(session -> VersionChanges.descendants(session, versionId));
  }

  /** Whether a version is based on the version its parent's channel points at now. */
  public Ancestry ancestry(Version version) {
    Lineage lineage = version.lineage();
    if (lineage.parentBucket().isEmpty()
        || lineage.parentChannel().isEmpty()
        || lineage.parentVersion().isEmpty()) {
      return Ancestry.UNDETERMINED;
    }
    Optional<Channel> channel =
        catalog.read(
            session ->
                ChannelRows.find(
                    session, lineage.parentBucket().get(), lineage.parentChannel().get()));
    if (channel.isEmpty() || channel.get().version().isEmpty()) {
      return Ancestry.UNDETERMINED;
    }
    return channel.get().version().get().id().equals(lineage.parentVersion().get())
        ? Ancestry.UP_TO_DATE
        : Ancestry.OUT_OF_DATE;
  }

  /**
   * Revokes a version, and if requested all versions baked on it. Managed channels move away from
   * it; others stay, so that whoever uses them sees that it is revoked.
   *
   * @return what was revoked by this call
   */
  public List<Version> revoke(
      String versionId, String actor, String message, boolean withDescendants) {
    return catalog.write(
        transaction ->
            new VersionChanges(transaction).revoke(versionId, actor, message, withDescendants));
  }

  /** Makes a revoked version usable again. */
  public Version restore(String versionId, String actor) {
    return catalog.write(transaction -> new VersionChanges(transaction).restore(versionId, actor));
  }

  /** Every version of every bucket, by bucket, the newest first. */
  public List<Version> all() {
    return catalog.read(session -> VersionRows.all(session, "ORDER BY bucket, number DESC"));
  }

  /** The versions that were baked on a version, or are being baked on it. */
  public List<Version> children(Version version) {
    return catalog.read(session -> VersionStages.children(session, version));
  }

  /** Since when versions are deprecated or disabled, by their ids. */
  public Map<String, Instant> stagedSince() {
    return catalog.read(VersionStages::since);
  }

  /**
   * Moves a version one stage on its way out, unless a channel, another version or a bake uses it
   * by now.
   *
   * @param from the status it must have
   * @param to {@code DEPRECATED} or {@code DISABLED}
   * @return the version; empty if it was left as it is
   */
  public Optional<Version> stage(
      String versionId, VersionStatus from, VersionStatus to, String actor, String reason) {
    return catalog.write(
        transaction -> new VersionStages(transaction).move(versionId, from, to, actor, reason));
  }

  /** Makes a deprecated or disabled version active again. */
  public Version reinstate(Version version, String actor, String reason) {
    return catalog.write(
        transaction -> new VersionStages(transaction).reinstate(version, actor, reason));
  }

  /**
   * Removes a version at the end of its way out, under the same conditions as {@link #stage}. Its
   * blobs stay until {@link Registry#collect}.
   *
   * @return whether it was removed
   */
  public boolean deleteRetired(String versionId, VersionStatus from, String actor) {
    Optional<Version> deleted =
        catalog.write(transaction -> new VersionStages(transaction).delete(versionId, from, actor));
    deleted.ifPresent(version -> store.untag(version.reference()));
    return deleted.isPresent();
  }

  /**
   * Removes a version; its number isn't given again. Its blobs stay until {@link Registry#collect}.
   *
   * @throws RegistryException also if a channel points at it, or it is being baked
   */
  public void delete(String versionId, String actor) {
    Version deleted =
        catalog.write(transaction -> new VersionChanges(transaction).delete(versionId, actor));
    store.untag(deleted.reference());
  }
}
