package dev.ingot.registry;

import dev.ingot.ledger.Head;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.catalog.Ancestry;
import dev.ingot.registry.catalog.Assignment;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.BlobCollector;
import dev.ingot.registry.catalog.Bucket;
import dev.ingot.registry.catalog.BucketRows;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Catalog;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.ChannelChanges;
import dev.ingot.registry.catalog.ChannelRows;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.catalog.RegistryEvent;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionChanges;
import dev.ingot.registry.catalog.VersionRows;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Images of one host: buckets of versions, channels that point at them, and their content. Below
 * the root folder, {@code registry.db} is an SQLite file and {@code images} an OCI image layout.
 *
 * <p>Safe among threads and processes. The SQLite file is opened with the first call that needs it;
 * reading content alone doesn't.
 *
 * <p>Every method throws {@link RegistryException} if the registry can't be read or written.
 */
public final class Registry implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

  private final Path root;
  private final ContentStore store;
  private final Catalog catalog;
  private final RandomGenerator random;

  private Registry(Path root, Catalog catalog, RandomGenerator random) {
    this.root = root.toAbsolutePath();
    this.store = ContentStore.at(this.root.resolve("images"));
    this.catalog = catalog;
    this.random = random;
  }

  private static Path database(Path root) {
    return root.toAbsolutePath().resolve("registry.db");
  }

  /** The registry in a folder, which is created with the first write; events are ignored. */
  public static Registry open(Path root, Clock clock) {
    return open(root, clock, new SplittableRandom(), _ -> {});
  }

  /**
   * The registry in a folder, which is created with the first write.
   *
   * @param random for the ids of versions
   * @param events receives each change once it is on disk; what it throws reaches the caller, but
   *     undoes nothing
   */
  public static Registry open(
      Path root, Clock clock, RandomGenerator random, Consumer<RegistryEvent> events) {
    return new Registry(root, new Catalog(database(root), clock, events), random);
  }

  /**
   * The registry in a folder, whose changes are recorded in a ledger and whose rows are held
   * against it where they are used.
   *
   * @param random for the ids of versions
   */
  public static Registry open(Path root, Clock clock, RandomGenerator random, Ledger ledger) {
    return new Registry(root, new Catalog(database(root), clock, ledger), random);
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** The content of the images. */
  public ContentStore store() {
    return store;
  }

  /** All buckets, by name. */
  public List<Bucket> buckets() {
    return catalog.read(session -> BucketRows.all(session, "ORDER BY name"));
  }

  /** One bucket. */
  public Optional<Bucket> bucket(String name) {
    return catalog.read(
        session -> BucketRows.all(session, "WHERE name = ?", name).stream().findFirst());
  }

  /** Creates a bucket where there is none, and sets its labels. */
  public Bucket label(String bucket, Map<String, String> labels) {
    requireName("bucket", bucket);
    return catalog.write(transaction -> new VersionChanges(transaction).label(bucket, labels));
  }

  /**
   * Begins or resumes the version with a fingerprint, or says why that isn't needed or possible.
   */
  public BeginResult begin(BeginRequest request) {
    requireName("bucket", request.bucket());
    return catalog.write(transaction -> new VersionChanges(transaction).begin(request, random));
  }

  /**
   * Renews a claim: it holds for {@code lease} from now.
   *
   * @throws RegistryException also if the claim was lost
   */
  public void renew(Claim claim, Duration lease) {
    catalog.change(transaction -> new VersionChanges(transaction).renew(claim, lease));
  }

  /**
   * Releases a claim; the version stays running, and the next {@link #begin} resumes it at once.
   */
  public void release(Claim claim) {
    catalog.change(transaction -> new VersionChanges(transaction).release(claim));
  }

  /**
   * Ends the claim of an owner that is known to be dead.
   *
   * @return whether that owner held it
   */
  public boolean evict(String versionId, String owner) {
    return catalog.write(transaction -> new VersionChanges(transaction).evict(versionId, owner));
  }

  /**
   * Adds a finished build to a running version, replacing one of the same component, platform and
   * region.
   */
  public void recordBuild(Claim claim, Build build) {
    catalog.change(transaction -> new VersionChanges(transaction).recordBuild(claim, build));
  }

  /**
   * Makes a running version active and moves {@code latest}. The image and its parts must be in the
   * content store, where it gets the name {@code bucket:vN}.
   *
   * @throws RegistryException also if the claim was lost, or a part is missing
   */
  public Version complete(Claim claim, String actor, Completion completion) {
    return catalog.write(
        transaction -> new VersionChanges(transaction).complete(claim, actor, completion, store));
  }

  /** Ends a running version as failed; a later {@link #begin} resumes it. */
  public Version fail(Claim claim, String actor, String message) {
    return catalog.write(
        transaction ->
            new VersionChanges(transaction).end(claim, actor, VersionStatus.FAILED, message));
  }

  /** Ends a running version as cancelled; a later {@link #begin} resumes it. */
  public Version cancel(Claim claim, String actor, String message) {
    return catalog.write(
        transaction ->
            new VersionChanges(transaction).end(claim, actor, VersionStatus.CANCELLED, message));
  }

  /** The versions of a bucket, the newest first. */
  public List<Version> versions(String bucket) {
    return catalog.read(
        session -> VersionRows.all(session, "WHERE bucket = ? ORDER BY number DESC", bucket));
  }

  /** The version with an id. */
  public Optional<Version> version(String id) {
    return catalog.read(session -> VersionRows.byId(session, id));
  }

  /** The version with a number. */
  public Optional<Version> version(String bucket, long number) {
    return catalog.read(
        session -> VersionRows.first(session, "WHERE bucket = ? AND number = ?", bucket, number));
  }

  /** The version with a fingerprint. */
  public Optional<Version> findByFingerprint(String bucket, String fingerprint) {
    return catalog.read(
        session ->
            VersionRows.first(
                session, "WHERE bucket = ? AND fingerprint = ?", bucket, fingerprint));
  }

  /** The versions whose image, or one of whose builds, has a digest. */
  public List<Version> findByDigest(Digest digest) {
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
  public List<Version> findByExternalId(String externalId) {
    return catalog.read(
        session ->
            VersionRows.all(
                session,
                "WHERE id IN (SELECT version FROM builds WHERE external_id = ?) ORDER BY bucket,"
                    + " number",
                externalId));
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
        channel(lineage.parentBucket().get(), lineage.parentChannel().get());
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

  /**
   * Removes a version; its number isn't given again. Its blobs stay until {@link #collect}.
   *
   * @throws RegistryException also if a channel points at it, or it is being baked
   */
  public void delete(String versionId, String actor) {
    Version deleted =
        catalog.write(transaction -> new VersionChanges(transaction).delete(versionId, actor));
    store.untag(deleted.reference());
  }

  /** The channels of a bucket, by name. */
  public List<Channel> channels(String bucket) {
    return catalog.read(
        session -> ChannelRows.all(session, "WHERE bucket = ? ORDER BY name", bucket));
  }

  /** One channel. */
  public Optional<Channel> channel(String bucket, String name) {
    return catalog.read(session -> ChannelRows.find(session, bucket, name));
  }

  /** The channels that point at a version, by name. */
  public List<Channel> channelsAt(Version version) {
    return catalog.read(
        session -> ChannelRows.all(session, "WHERE version = ? ORDER BY name", version.id()));
  }

  /**
   * Creates a channel that points nowhere yet; of one that exists, sets whether it is restricted.
   */
  public Channel createChannel(String bucket, String name, boolean restricted) {
    requireName("channel", name);
    return catalog.write(
        transaction -> new ChannelChanges(transaction).create(bucket, name, restricted));
  }

  /**
   * Points a channel, created where needed, at an active version of its bucket.
   *
   * @throws RegistryException also if the channel is managed, or the version isn't active
   */
  public Channel assign(
      String bucket, String channel, String versionId, String actor, String reason) {
    requireName("channel", channel);
    return catalog.write(
        transaction ->
            new ChannelChanges(transaction).assign(bucket, channel, versionId, actor, reason));
  }

  /**
   * Points a channel at the version before the present one that is still active; again, at the one
   * before that.
   *
   * @throws RegistryException also if there is none, or the channel is managed
   */
  public Channel rollback(String bucket, String channel, String actor, String reason) {
    return catalog.write(
        transaction -> new ChannelChanges(transaction).rollback(bucket, channel, actor, reason));
  }

  /** Removes a channel and its history. */
  public void deleteChannel(String bucket, String channel, String actor) {
    catalog.change(transaction -> new ChannelChanges(transaction).delete(bucket, channel, actor));
  }

  /**
   * Refuses a version that isn't as it was recorded; to be called before one is used.
   *
   * @return the version
   * @throws RegistryException also if something else than this program changed it
   */
  public Version recorded(Version version) {
    var _ =
        catalog.compare(
            (_, rows) -> {
              rows.require(version);
              return true;
            });
    return version;
  }

  /**
   * Refuses a channel that doesn't point where it was recorded to; to be called before it is used.
   *
   * @return the channel
   * @throws RegistryException also if something else than this program changed it
   */
  public Channel recorded(Channel channel) {
    var _ =
        catalog.compare(
            (_, rows) -> {
              rows.require(channel);
              return true;
            });
    return channel;
  }

  /** What of all versions and channels isn't as it was recorded, in words. */
  public List<String> unrecorded() {
    Optional<String> torn = catalog.torn();
    if (torn.isPresent()) {
      return List.of(torn.get());
    }
    return catalog
        .compare(
            (session, rows) -> {
              List<String> faults = new ArrayList<>();
              for (Version version :
                  VersionRows.all(
                      session, "WHERE status IN ('ACTIVE', 'REVOKED') ORDER BY bucket, number")) {
                rows.fault(version).ifPresent(faults::add);
              }
              for (Channel channel : ChannelRows.all(session, "ORDER BY bucket, name")) {
                rows.fault(channel).filter(fault -> !faults.contains(fault)).ifPresent(faults::add);
              }
              return faults;
            })
        .orElse(List.of());
  }

  /**
   * Records what the registry says of versions and channels that aren't as they were recorded.
   *
   * @return what was confirmed, in words
   */
  public List<String> accept(String actor) {
    return catalog.accept(actor);
  }

  /** How far the ledger went when a change was recorded last. */
  public Optional<Head> recordedUntil() {
    return catalog.recordedUntil();
  }

  /** The moves of a channel, the newest first. */
  public List<Assignment> history(String bucket, String channel) {
    return catalog.read(session -> ChannelRows.history(session, bucket, channel));
  }

  /**
   * Blobs that nothing in the registry leads to.
   *
   * @param kept images and blobs that are needed elsewhere, such as in a cache of layers
   * @param olderThan spares what was written lately: it may belong to an image that isn't complete
   *     yet
   */
  public List<Digest> unreachable(Set<Digest> kept, Duration olderThan) {
    return catalog.read(
        session -> new BlobCollector(store).unreachable(session, kept, olderThan, catalog.now()));
  }

  /**
   * Deletes {@link #unreachable} blobs. No version becomes complete meanwhile.
   *
   * @return what was deleted
   */
  public List<Digest> collect(Set<Digest> kept, Duration olderThan, String actor) {
    return catalog.write(
        transaction -> new BlobCollector(store).collect(transaction, kept, olderThan, actor));
  }

  /** Closes the SQLite file, if it was opened. */
  @Override
  public void close() {
    catalog.close();
  }

  private static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new RegistryException(
          "'"
              + name
              + "' isn't a valid name of a "
              + what
              + ": use up to 128 lower-case letters, digits, dots, dashes and underscores, starting"
              + " with a letter or digit");
    }
  }
}
