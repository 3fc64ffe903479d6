package dev.ingot.registry.catalog;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.OciTransfer;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The changes of versions, within one transaction. */
public final class VersionChanges {
  private final Transaction transaction;
  private final Session session;

  public VersionChanges(Transaction transaction) {
    this.transaction = transaction;
    this.session = transaction.session();
  }

  /** Creates a bucket where there is none, and sets its labels. */
  public Bucket label(String bucket, Map<String, String> labels) throws SQLException {
    ensureBucket(bucket);
    session.update("UPDATE buckets SET labels = ? WHERE name = ?", TextMaps.write(labels), bucket);
    return BucketRows.all(session, "WHERE name = ?", bucket).getFirst();
  }

  public BeginResult begin(BeginRequest request, RandomGenerator random) throws SQLException {
    ensureBucket(request.bucket());
    Optional<Version> known =
        VersionRows.first(
            session,
            "WHERE bucket = ? AND fingerprint = ?",
            request.bucket(),
            request.fingerprint());
    if (known.isEmpty()) {
      return claimed(request, insert(request, random), false);
    }
    Version version = known.get();
    return switch (version.status()) {
      case ACTIVE -> new BeginResult.Existing(version);
      case DEPRECATED, DISABLED ->
          new BeginResult.Existing(
              new VersionStages(transaction)
                  .reinstate(version, request.actor(), "its inputs were baked again"));
      case REVOKED -> new BeginResult.Revoked(version, version.revocation().orElseThrow());
      case FAILED, CANCELLED -> claimed(request, version.id(), true);
      case RUNNING -> {
        Optional<Lease> lease = version.lease();
        yield lease.isPresent() && lease.get().until().isAfter(transaction.now())
            ? new BeginResult.Held(version, lease.get())
            : claimed(request, version.id(), true);
      }
    };
  }

  public void renew(Claim claim, Duration lease) throws SQLException {
    requireHeld(claim);
    session.update(
        "UPDATE versions SET lease_until = ? WHERE id = ?",
        transaction.now().plus(lease).toString(),
        claim.versionId());
  }

  public void release(Claim claim) throws SQLException {
    requireHeld(claim);
    dropLease(claim.versionId());
  }

  public boolean evict(String versionId, String owner) throws SQLException {
    return session.update(
            "UPDATE versions SET owner = NULL, claimed = NULL, lease_until = NULL, token = token +"
                + " 1 WHERE id = ? AND owner = ? AND status = 'RUNNING'",
            versionId,
            owner)
        > 0;
  }

  public void recordBuild(Claim claim, Build build) throws SQLException {
    requireHeld(claim);
    session.update(
        "INSERT OR REPLACE INTO builds (version, component, platform, region, image, external_id,"
            + " source_image, labels, finished) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        claim.versionId(),
        build.component(),
        build.platform(),
        build.region(),
        build.image().map(Digest::toString),
        build.externalId(),
        build.sourceImage(),
        TextMaps.write(build.labels()),
        build.finished().toString());
  }

  public Version complete(Claim claim, String actor, Completion completion, ContentStore store)
      throws SQLException {
    Version before = requireHeld(claim);
    if (completion.image().isPresent()) {
      tag(store, before, completion.image().get());
    }
    completion.sbom().ifPresent(sbom -> requireBlob(store, sbom, "the bill of materials"));
    completion.provenance().ifPresent(made -> requireBlob(store, made, "the provenance"));
    session.update(
        "UPDATE versions SET status = 'ACTIVE', finished = ?, image = ?, sbom = ?,"
            + " provenance = ?, labels = ?, metadata = ?, message = '' WHERE id = ?",
        transaction.now().toString(),
        completion.image().map(Digest::toString),
        completion.sbom().map(Digest::toString),
        completion.provenance().map(Digest::toString),
        TextMaps.write(TextMaps.merged(before.labels(), completion.labels())),
        TextMaps.write(TextMaps.merged(before.metadata(), completion.metadata())),
        claim.versionId());
    dropLease(claim.versionId());
    Version after = VersionRows.required(session, claim.versionId());
    transaction.tell(new RegistryEvent.VersionCompleted(actor, after));
    ChannelRows.moveLatest(transaction, after.bucket(), actor, "newest active version");
    return after;
  }

  public Version end(Claim claim, String actor, VersionStatus status, String message)
      throws SQLException {
    Version _ = requireHeld(claim);
    session.update(
        "UPDATE versions SET status = ?, finished = ?, message = ? WHERE id = ?",
        status.name(),
        transaction.now().toString(),
        message,
        claim.versionId());
    dropLease(claim.versionId());
    Version after = VersionRows.required(session, claim.versionId());
    transaction.tell(
        status == VersionStatus.FAILED
            ? new RegistryEvent.VersionFailed(actor, after)
            : new RegistryEvent.VersionCancelled(actor, after));
    return after;
  }

  public List<Version> revoke(String id, String actor, String message, boolean descendants)
      throws SQLException {
    List<Version> targets = new ArrayList<>();
    targets.add(VersionRows.required(session, id));
    if (!isComplete(targets.getFirst())) {
      throw new RegistryException(
          targets.getFirst().reference()
              + " is "
              + word(targets.getFirst().status())
              + "; only a complete version can be revoked");
    }
    if (descendants) {
      targets.addAll(descendants(session, id));
    }
    List<Version> revoked = new ArrayList<>();
    for (Version target : targets) {
      if (isComplete(target) && target.status() != VersionStatus.REVOKED) {
        session.update(
            "UPDATE versions SET status = 'REVOKED', revoked = ?, revoked_by = ?, revocation = ?"
                + " WHERE id = ?",
            transaction.now().toString(),
            actor,
            message,
            target.id());
        Version after = VersionRows.required(session, target.id());
        revoked.add(after);
        transaction.tell(new RegistryEvent.VersionRevoked(actor, after, message));
        ChannelRows.moveLatest(
            transaction, after.bucket(), actor, after.label() + " was revoked: " + message);
      }
    }
    return revoked;
  }

  private static boolean isComplete(Version version) {
    return switch (version.status()) {
      case ACTIVE, DEPRECATED, DISABLED, REVOKED -> true;
      case RUNNING, FAILED, CANCELLED -> false;
    };
  }

  public Version restore(String id, String actor) throws SQLException {
    Version before = VersionRows.required(session, id);
    if (before.status() != VersionStatus.REVOKED) {
      throw new RegistryException(
          before.reference() + " is " + word(before.status()) + ", so there is nothing to restore");
    }
    session.update(
        "UPDATE versions SET status = 'ACTIVE', revoked = NULL, revoked_by = NULL, revocation ="
            + " NULL WHERE id = ?",
        id);
    session.update("DELETE FROM retirements WHERE version = ?", id);
    Version after = VersionRows.required(session, id);
    transaction.tell(new RegistryEvent.VersionRestored(actor, after));
    ChannelRows.moveLatest(transaction, after.bucket(), actor, after.label() + " was restored");
    return after;
  }

  public Version delete(String id, String actor) throws SQLException {
    Version version = VersionRows.required(session, id);
    if (version.lease().isPresent() && version.lease().get().until().isAfter(transaction.now())) {
      throw new RegistryException(
          version.reference() + " is being baked by " + version.lease().get().owner());
    }
    List<Channel> channels =
        ChannelRows.all(session, "WHERE version = ? AND managed = 0 ORDER BY name", id);
    if (!channels.isEmpty()) {
      throw new RegistryException(
          version.reference()
              + " is in use: channel "
              + channels.getFirst().name()
              + " points at it; move the channel first");
    }
    session.update("UPDATE channels SET version = NULL WHERE version = ?", id);
    session.update("DELETE FROM versions WHERE id = ?", id);
    transaction.tell(new RegistryEvent.VersionDeleted(actor, version));
    ChannelRows.moveLatest(transaction, version.bucket(), actor, version.label() + " was deleted");
    return version;
  }

  public static List<Version> descendants(Session session, String id) throws SQLException {
    List<Version> found = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(id));
    Deque<String> pending = new ArrayDeque<>(List.of(id));
    while (!pending.isEmpty()) {
      for (Version child :
          VersionRows.all(
              session, "WHERE parent_version = ? ORDER BY bucket, number", pending.pop())) {
        if (seen.add(child.id())) {
          found.add(child);
          pending.add(child.id());
        }
      }
    }
    return found;
  }

  static String word(VersionStatus status) {
    return switch (status) {
      case RUNNING -> "running";
      case ACTIVE -> "active";
      case DEPRECATED -> "deprecated";
      case DISABLED -> "disabled";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
      case REVOKED -> "revoked";
    };
  }

  private void ensureBucket(String bucket) throws SQLException {
    int added =
        session.update(
            "INSERT INTO buckets (name, labels, created, last_number) VALUES (?, '{}', ?, 0)"
                + " ON CONFLICT (name) DO NOTHING",
            bucket,
            transaction.now().toString());
    if (added > 0) {
      ChannelRows.create(transaction, bucket, Channel.LATEST, true, false);
    }
  }

  private String insert(BeginRequest request, RandomGenerator random) throws SQLException {
    String id = Ulids.next(transaction.now(), random);
    session.update(
        "UPDATE buckets SET last_number = last_number + 1 WHERE name = ?", request.bucket());
    session.update(
        "INSERT INTO versions (id, bucket, number, fingerprint, status, created, labels, metadata,"
            + " message, token)"
            + " VALUES (?, ?, (SELECT last_number FROM buckets WHERE name = ?), ?, 'RUNNING', ?,"
            + " '{}', '{}', '', 0)",
        id,
        request.bucket(),
        request.bucket(),
        request.fingerprint(),
        transaction.now().toString());
    return id;
  }

  private BeginResult claimed(BeginRequest request, String id, boolean resumed)
      throws SQLException {
    Lineage lineage = request.lineage();
    session.update(
        "UPDATE versions SET status = 'RUNNING', finished = NULL, message = '', labels = ?,"
            + " metadata = ?, parent_version = ?, parent_bucket = ?, parent_channel = ?,"
            + " base_digest = ?, owner = ?, token = token + 1, claimed = ?, lease_until = ?"
            + " WHERE id = ?",
        TextMaps.write(request.labels()),
        TextMaps.write(request.metadata()),
        lineage.parentVersion(),
        lineage.parentBucket(),
        lineage.parentChannel(),
        lineage.baseDigest().map(Digest::toString),
        request.owner(),
        transaction.now().toString(),
        transaction.now().plus(request.lease()).toString(),
        id);
    Version version = VersionRows.required(session, id);
    transaction.tell(new RegistryEvent.VersionBegun(request.actor(), version, resumed));
    return new BeginResult.Claimed(version, new Claim(id, request.owner(), token(id)), resumed);
  }

  private long token(String id) throws SQLException {
    return session
        .first("SELECT token FROM versions WHERE id = ?", row -> row.getLong(1), id)
        .orElse(-1L);
  }

  private Version requireHeld(Claim claim) throws SQLException {
    Version version = VersionRows.required(session, claim.versionId());
    if (version.status() != VersionStatus.RUNNING) {
      throw new RegistryException(
          version.reference() + " is now " + word(version.status()) + ", not running");
    }
    // An expired claim is valid until another process takes it over.
    if (token(claim.versionId()) != claim.token() || version.lease().isEmpty()) {
      throw new RegistryException(
          claim.owner()
              + " no longer holds "
              + version.reference()
              + ": "
              + version
                  .lease()
                  .map(lease -> lease.owner() + " took it over at " + lease.since())
                  .orElse("it was released")
              + "; bake again to see the result");
    }
    return version;
  }

  private void dropLease(String id) throws SQLException {
    session.update(
        "UPDATE versions SET owner = NULL, claimed = NULL, lease_until = NULL WHERE id = ?", id);
  }

  private static void tag(ContentStore store, Version version, Digest image) {
    requireBlob(store, image, "the image");
    Descriptor descriptor = OciImage.describe(store, image);
    for (Digest part : OciTransfer.closure(store, descriptor)) {
      requireBlob(store, part, "a part of the image " + image);
    }
    store.tag(version.reference(), descriptor);
  }

  private static void requireBlob(ContentStore store, Digest digest, String what) {
    if (!store.has(digest)) {
      throw new RegistryException(
          what + " isn't in the content store: no blob " + digest + "; write it before completing");
    }
  }
}
