package dev.ingot.registry;

import dev.ingot.ledger.Ledger;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.BlobCollector;
import dev.ingot.registry.catalog.Bucket;
import dev.ingot.registry.catalog.BucketRows;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Catalog;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.RegistryEvent;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionChanges;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

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
  private final Path root;
  private final ContentStore store;
  private final Catalog catalog;
  private final RandomGenerator random;
  private final Versions versions;
  private final Channels channels;
  private final Records records;

  private Registry(Path root, Catalog catalog, RandomGenerator random) {
    this.root = root.toAbsolutePath();
    this.store = ContentStore.at(this.root.resolve("images"));
    this.catalog = catalog;
    this.random = random;
    this.versions = new Versions(catalog, store);
    this.channels = new Channels(catalog);
    this.records = new Records(catalog);
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

  /** The versions of all buckets. */
  public Versions versions() {
    return versions;
  }

  /** The channels of all buckets. */
  public Channels channels() {
    return channels;
  }

  /** What the ledger says of versions and channels. */
  public Records records() {
    return records;
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
    Names.require("bucket", bucket);
    return catalog.write(transaction -> new VersionChanges(transaction).label(bucket, labels));
  }

  /**
   * Begins or resumes the version with a fingerprint, or says why that isn't needed or possible.
   */
  public BeginResult begin(BeginRequest request) {
    Names.require("bucket", request.bucket());
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

  /**
   * The disk that versions take.
   *
   * @param cached what a cache of layers needs
   */
  public Usage usage(Set<Digest> cached) {
    return Usage.of(versions.all(), store, cached);
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
}
