package dev.ingot.registry;

import dev.ingot.storage.sql.Database;
import dev.ingot.storage.sql.DatabaseException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
  private final Clock clock;
  private final RandomGenerator random;
  private final Consumer<RegistryEvent> events;
  private final ReentrantLock opening = new ReentrantLock();
  private @Nullable Database database;

  private Registry(Path root, Clock clock, RandomGenerator random, Consumer<RegistryEvent> events) {
    this.root = root.toAbsolutePath();
    this.store = ContentStore.at(this.root.resolve("images"));
    this.clock = clock;
    this.random = random;
    this.events = events;
  }

  /**
   * The registry in a folder, which is created with the first write; nobody is told what happens.
   */
  public static Registry open(Path root, Clock clock) {
    return open(root, clock, new SplittableRandom(), _ -> {});
  }

  /**
   * The registry in a folder, which is created with the first write.
   *
   * @param random for the ids of versions
   * @param events is told of each change after it has reached the disk, such as {@code event ->
   *     ledger.append(event.entry())}; what it throws reaches the caller, but undoes nothing
   */
  public static Registry open(
      Path root, Clock clock, RandomGenerator random, Consumer<RegistryEvent> events) {
    return new Registry(root, clock, random, events);
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
    return read(session -> BucketRows.all(session, "ORDER BY name"));
  }

  /** One bucket. */
  public Optional<Bucket> bucket(String name) {
    return read(session -> BucketRows.all(session, "WHERE name = ?", name).stream().findFirst());
  }

  /** Creates a bucket where there is none, and sets its labels. */
  public Bucket label(String bucket, Map<String, String> labels) {
    requireName("bucket", bucket);
    return write(
        transaction -> {
          new VersionChanges(transaction).ensureBucket(bucket);
          transaction
              .session()
              .update(
                  "UPDATE buckets SET labels = ? WHERE name = ?", TextMaps.write(labels), bucket);
          return BucketRows.all(transaction.session(), "WHERE name = ?", bucket).getFirst();
        });
  }

  /**
   * Begins or resumes the version with a fingerprint, or says why that isn't needed or possible.
   */
  public BeginResult begin(BeginRequest request) {
    requireName("bucket", request.bucket());
    return write(transaction -> new VersionChanges(transaction).begin(request, random));
  }

  /**
   * Renews a claim: it holds for {@code lease} from now.
   *
   * @throws RegistryException also if the claim was lost
   */
  public void renew(Claim claim, Duration lease) {
    change(transaction -> new VersionChanges(transaction).renew(claim, lease));
  }

  /**
   * Gives a claim back; the version stays running, and the next {@link #begin} resumes it at once.
   */
  public void release(Claim claim) {
    change(transaction -> new VersionChanges(transaction).release(claim));
  }

  /**
   * Ends the claim of an owner that is known to be dead.
   *
   * @return whether that owner held it
   */
  public boolean evict(String versionId, String owner) {
    return write(transaction -> new VersionChanges(transaction).evict(versionId, owner));
  }

  /**
   * Adds a finished build to a running version, replacing one of the same component, platform and
   * region.
   */
  public void recordBuild(Claim claim, Build build) {
    change(transaction -> new VersionChanges(transaction).recordBuild(claim, build));
  }

  /**
   * Makes a running version active and moves {@code latest}. The image and its parts must be in the
   * content store, where it gets the name {@code bucket:vN}.
   *
   * @throws RegistryException also if the claim was lost, or a part is missing
   */
  public Version complete(Claim claim, String actor, Completion completion) {
    return write(
        transaction -> new VersionChanges(transaction).complete(claim, actor, completion, store));
  }

  /** Ends a running version as failed; a later {@link #begin} takes it up again. */
  public Version fail(Claim claim, String actor, String message) {
    return write(
        transaction ->
            new VersionChanges(transaction).end(claim, actor, VersionStatus.FAILED, message));
  }

  /** Ends a running version as cancelled; a later {@link #begin} takes it up again. */
  public Version cancel(Claim claim, String actor, String message) {
    return write(
        transaction ->
            new VersionChanges(transaction).end(claim, actor, VersionStatus.CANCELLED, message));
  }

  /** The versions of a bucket, the newest first. */
  public List<Version> versions(String bucket) {
    return read(
        session -> VersionRows.all(session, "WHERE bucket = ? ORDER BY number DESC", bucket));
  }

  /** The version with an id. */
  public Optional<Version> version(String id) {
    return read(session -> VersionRows.byId(session, id));
  }

  /** The version with a number. */
  public Optional<Version> version(String bucket, long number) {
    return read(
        session -> VersionRows.first(session, "WHERE bucket = ? AND number = ?", bucket, number));
  }

  /** The version with a fingerprint. */
  public Optional<Version> findByFingerprint(String bucket, String fingerprint) {
    return read(
        session ->
            VersionRows.first(
                session, "WHERE bucket = ? AND fingerprint = ?", bucket, fingerprint));
  }

  /** The versions whose image, or one of whose builds, has a digest. */
  public List<Version> findByDigest(Digest digest) {
    return read(
        session ->
            VersionRows.all(
                session,
                "WHERE image = ? OR id IN (SELECT version FROM builds WHERE image = ?) ORDER BY"
                    + " bucket, number",
                digest.toString(),
                digest.toString()));
  }

  /** The versions one of whose builds is called so on its own platform. */
  public List<Version> findByExternalId(String externalId) {
    return read(
        session ->
            VersionRows.all(
                session,
                "WHERE id IN (SELECT version FROM builds WHERE external_id = ?) ORDER BY bucket,"
                    + " number",
                externalId));
  }

  /** Every version that was baked on a version, directly or not. */
  public List<Version> descendants(String versionId) {
    return read(session -> VersionChanges.descendants(session, versionId));
  }

  /** Whether a version stands on what its parent's channel holds now. */
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
   * Revokes a version, and on demand all that was baked on it. Managed channels move away from it;
   * others stay, so that whoever uses them sees that it is revoked.
   *
   * @return what was revoked by this call
   */
  public List<Version> revoke(
      String versionId, String actor, String message, boolean withDescendants) {
    return write(
        transaction ->
            new VersionChanges(transaction).revoke(versionId, actor, message, withDescendants));
  }

  /** Makes a revoked version usable again. */
  public Version restore(String versionId, String actor) {
    return write(transaction -> new VersionChanges(transaction).restore(versionId, actor));
  }

  /**
   * Removes a version; its number isn't given again. Its blobs stay until {@link #collect}.
   *
   * @throws RegistryException also if a channel points at it, or it is being baked
   */
  public void delete(String versionId, String actor) {
    Version deleted =
        write(transaction -> new VersionChanges(transaction).delete(versionId, actor));
    store.untag(deleted.reference());
  }

  /** The channels of a bucket, by name. */
  public List<Channel> channels(String bucket) {
    return read(session -> ChannelRows.all(session, "WHERE bucket = ? ORDER BY name", bucket));
  }

  /** One channel. */
  public Optional<Channel> channel(String bucket, String name) {
    return read(session -> ChannelRows.find(session, bucket, name));
  }

  /** The channels that point at a version, by name. */
  public List<Channel> channelsAt(Version version) {
    return read(
        session -> ChannelRows.all(session, "WHERE version = ? ORDER BY name", version.id()));
  }

  /**
   * Creates a channel that points nowhere yet; of one that exists, sets whether it is restricted.
   */
  public Channel createChannel(String bucket, String name, boolean restricted) {
    requireName("channel", name);
    return write(transaction -> new ChannelChanges(transaction).create(bucket, name, restricted));
  }

  /**
   * Points a channel, created where needed, at an active version of its bucket.
   *
   * @throws RegistryException also if the channel is managed, or the version isn't active
   */
  public Channel assign(
      String bucket, String channel, String versionId, String actor, String reason) {
    requireName("channel", channel);
    return write(
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
    return write(
        transaction -> new ChannelChanges(transaction).rollback(bucket, channel, actor, reason));
  }

  /** Removes a channel and its history. */
  public void deleteChannel(String bucket, String channel, String actor) {
    change(transaction -> new ChannelChanges(transaction).delete(bucket, channel, actor));
  }

  /** The moves of a channel, the newest first. */
  public List<Assignment> history(String bucket, String channel) {
    return read(session -> ChannelRows.history(session, bucket, channel));
  }

  /**
   * Blobs that nothing in the registry leads to.
   *
   * @param kept images and blobs that are needed elsewhere, such as in a cache of layers
   * @param olderThan spares what was written lately: it may belong to an image that isn't complete
   *     yet
   */
  public List<Digest> unreachable(Set<Digest> kept, Duration olderThan) {
    return read(session -> new BlobCollector(store).unreachable(session, kept, olderThan, now()));
  }

  /**
   * Deletes {@link #unreachable} blobs. No version becomes complete meanwhile.
   *
   * @return what was deleted
   */
  public List<Digest> collect(Set<Digest> kept, Duration olderThan, String actor) {
    return write(
        transaction -> {
          List<Digest> unreachable =
              new BlobCollector(store)
                  .unreachable(transaction.session(), kept, olderThan, transaction.now());
          long bytes = 0;
          for (Digest blob : unreachable) {
            bytes += store.size(blob);
            boolean _ = store.delete(blob);
          }
          store.removeLeftovers(olderThan, transaction.now());
          if (!unreachable.isEmpty()) {
            transaction.tell(new RegistryEvent.BlobsCollected(actor, unreachable.size(), bytes));
          }
          return unreachable;
        });
  }

  /** Closes the SQLite file, if it was opened. */
  @Override
  public void close() {
    opening.lock();
    try {
      if (database != null) {
        database.close();
        database = null;
      }
    } catch (DatabaseException e) {
      throw new RegistryException(e.explanation(), e);
    } finally {
      opening.unlock();
    }
  }

  private interface Change<T> {
    T apply(Transaction transaction) throws SQLException;
  }

  private interface VoidChange {
    void apply(Transaction transaction) throws SQLException;
  }

  private void change(VoidChange change) {
    boolean _ =
        write(
            transaction -> {
              change.apply(transaction);
              return true;
            });
  }

  private record Written<T>(T result, List<RegistryEvent> events) {}

  private <T> T write(Change<T> change) {
    Written<T> written;
    try {
      written =
          database()
              .write(
                  session -> {
                    Transaction transaction = new Transaction(session, now());
                    T result = change.apply(transaction);
                    return new Written<>(result, transaction.events());
                  });
    } catch (DatabaseException e) {
      throw new RegistryException(e.explanation(), e);
    }
    written.events().forEach(events);
    return written.result();
  }

  private <T> T read(Database.Work<T> work) {
    try {
      return database().read(work);
    } catch (DatabaseException e) {
      throw new RegistryException(e.explanation(), e);
    }
  }

  private Database database() {
    opening.lock();
    try {
      Database opened = database;
      if (opened == null) {
        opened = Database.open(root.resolve("registry.db"), Tables.MIGRATIONS);
        database = opened;
      }
      return opened;
    } finally {
      opening.unlock();
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new RegistryException(
          "'"
              + name
              + "' can't name a "
              + what
              + ": use up to 128 lower-case letters, digits, dots, dashes and underscores, starting"
              + " with a letter or digit");
    }
  }
}
