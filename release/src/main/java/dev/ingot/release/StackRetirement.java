package dev.ingot.release;

import dev.ingot.graph.Cancellation;
import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Payload;
import dev.ingot.ledger.Query;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Revocation;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.release.retire.Candidate;
import dev.ingot.release.retire.ImageUses;
import dev.ingot.release.retire.KnownStacks;
import dev.ingot.release.retire.Referrers;
import dev.ingot.release.retire.RetainSettings;
import dev.ingot.release.retire.Retirement;
import dev.ingot.release.retire.Stage;
import dev.ingot.release.retire.Step;
import dev.ingot.release.retire.Verdict;
import dev.ingot.release.stack.StackFiles;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Retires versions of the images of a stack, as its {@code retain} blocks say. Every pass looks at
 * everything anew: a process that is killed leaves versions at the stage they had or the next one.
 *
 * <p>A version is deleted only by a pass that has found it disabled before it looked for uses. From
 * then on nothing new can be made from it, so that what it has found is all there is.
 */
public final class StackRetirement {
  private static final String RETIRING = "image.retiring";
  private static final String DELETED = "version.deleted";
  private static final String SWEPT = "images.swept";

  /** What was written lately may belong to an image that isn't complete yet. */
  private static final Duration SPARED = Duration.ofHours(1);

  private final Path folder;
  private final ReleaseParts parts;
  private final SettingsReader settings;
  private final Path shownFrom;
  private final Referrers referrers;
  private final Supplier<Set<Digest>> cached;
  private final Cancellation cancellation;

  /**
   * @param folder the folder of the stack, absolute
   * @param shownFrom the folder that files are named from in messages
   * @param referrers what may use images outside of registry and ledger
   * @param cached the layers that a cache needs
   * @param cancellation ends a pass after the version it is at
   */
  public StackRetirement(
      Path folder,
      Path shownFrom,
      ReleaseParts parts,
      ReleaseListener listener,
      Referrers referrers,
      Supplier<Set<Digest>> cached,
      Cancellation cancellation) {
    this.folder = folder;
    this.shownFrom = shownFrom;
    this.parts = parts;
    this.settings = new SettingsReader(folder, parts.setting().clock(), parts.random(), listener);
    this.referrers = referrers;
    this.cached = cached;
    this.cancellation = cancellation;
  }

  /**
   * What would be done.
   *
   * @param isSet whether the settings say anything of it
   * @param verdicts of every complete version of the images it is about, by image, the newest first
   * @param unknown images that settings name and that don't exist
   * @param frees the disk, in bytes, that is freed once all that is due or waits is deleted
   */
  public record Plan(boolean isSet, List<Verdict> verdicts, List<String> unknown, long frees) {
    public Plan {
      verdicts = List.copyOf(verdicts);
      unknown = List.copyOf(unknown);
    }
  }

  /**
   * What was done.
   *
   * @param done in order
   * @param left what was to be done, but something uses it since
   * @param blobs how many blobs were deleted
   */
  public record Pass(Plan plan, List<Verdict.Due> done, List<Verdict.Due> left, int blobs) {
    public Pass {
      done = List.copyOf(done);
      left = List.copyOf(left);
    }
  }

  /**
   * Looks, and does nothing.
   *
   * @throws IOException if something can't be read
   */
  public Plan plan() throws IOException, InterruptedException {
    List<RetainSettings> retain =
        settings.read(StackFiles.in(folder).settingsTexts(shownFrom)).upkeep().retain();
    if (retain.isEmpty()) {
      return new Plan(false, List.of(), List.of(), 0);
    }
    Instant now = parts.time().instant();
    // Read before anything that may use them: what is disabled here can't be used any more.
    List<Candidate> candidates = candidates();
    int releases = retain.stream().mapToInt(RetainSettings::releases).max().orElse(1);
    Map<String, List<String>> uses =
        new ImageUses(parts.registry(), parts.ledger(), referrers, releases).all();
    List<Verdict> verdicts = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    buckets(retain)
        .forEach(
            (bucket, one) -> {
              List<Candidate> of =
                  candidates.stream().filter(each -> each.bucket().equals(bucket)).toList();
              verdicts.addAll(new Retirement(one, now).decide(of, uses));
              if (parts.registry().bucket(bucket).isEmpty()) {
                unknown.add(bucket);
              }
            });
    return new Plan(true, verdicts, unknown, frees(verdicts));
  }

  private long frees(List<Verdict> verdicts) {
    Set<String> leaving = new TreeSet<>();
    for (Verdict verdict : verdicts) {
      boolean leaves =
          switch (verdict) {
            case Verdict.Kept _ -> false;
            case Verdict.Due due -> due.step() != Step.REINSTATE;
            case Verdict.Waiting _ -> true;
          };
      if (leaves) {
        leaving.add(verdict.version().id());
      }
    }
    return leaving.isEmpty() ? 0 : parts.registry().usage(cached.get()).own(leaving);
  }

  /** The settings of each image. */
  private Map<String, RetainSettings> buckets(List<RetainSettings> retain) {
    Map<String, RetainSettings> buckets = new TreeMap<>();
    for (RetainSettings one : retain) {
      Set<String> about =
          one.images().isEmpty()
              ? new KnownStacks(parts.ledger()).buckets(Stack.name(folder))
              : new TreeSet<>(one.images());
      for (String bucket : about) {
        if (one.images().isEmpty()) {
          buckets.putIfAbsent(bucket, one);
        } else {
          buckets.put(bucket, one);
        }
      }
    }
    return buckets;
  }

  private List<Candidate> candidates() {
    Registry registry = parts.registry();
    Map<String, Instant> since = registry.versions().stagedSince();
    List<Candidate> candidates = new ArrayList<>();
    for (Version version : registry.versions().all()) {
      stage(version.status())
          .ifPresent(
              stage ->
                  candidates.add(
                      new Candidate(
                          version.id(),
                          version.bucket(),
                          version.number(),
                          version.finished().orElse(version.created()),
                          stage,
                          Optional.ofNullable(since.get(version.id()))
                              .or(() -> version.revocation().map(Revocation::time)),
                          labels(version),
                          elsewhere(version))));
    }
    return candidates;
  }

  private static Optional<Stage> stage(VersionStatus status) {
    return switch (status) {
      case ACTIVE -> Optional.of(Stage.ACTIVE);
      case DEPRECATED -> Optional.of(Stage.DEPRECATED);
      case DISABLED -> Optional.of(Stage.DISABLED);
      case REVOKED -> Optional.of(Stage.REVOKED);
      case RUNNING, FAILED, CANCELLED -> Optional.empty();
    };
  }

  private static VersionStatus status(Stage stage) {
    return switch (stage) {
      case ACTIVE -> VersionStatus.ACTIVE;
      case DEPRECATED -> VersionStatus.DEPRECATED;
      case DISABLED -> VersionStatus.DISABLED;
      case REVOKED -> VersionStatus.REVOKED;
    };
  }

  private static Set<String> labels(Version version) {
    Set<String> labels = new TreeSet<>();
    version
        .labels()
        .forEach(
            (name, value) -> {
              if (!value.equals("false")) {
                labels.add(name);
              }
            });
    return labels;
  }

  private static Set<String> elsewhere(Version version) {
    Set<String> elsewhere = new TreeSet<>();
    version
        .elsewhere()
        .forEach(build -> elsewhere.add((build.region() + " " + build.externalId()).strip()));
    return elsewhere;
  }

  /**
   * Does what is due. Each step is recorded before it is made, and made only if registry and
   * version are still as they were.
   *
   * @param events receives each step that was made
   * @throws IOException if something can't be read: nothing was done
   */
  public Pass run(Consumer<Verdict.Due> events) throws IOException, InterruptedException {
    Plan plan = plan();
    List<Verdict.Due> due = new ArrayList<>();
    for (Verdict verdict : plan.verdicts()) {
      if (verdict instanceof Verdict.Due one) {
        due.add(one);
      }
    }
    // What is used again comes first, the oldest of the others next.
    due.sort(
        Comparator.<Verdict.Due, Boolean>comparing(one -> one.step() != Step.REINSTATE)
            .thenComparing(one -> one.version().bucket())
            .thenComparingLong(one -> one.version().number()));
    List<Verdict.Due> done = new ArrayList<>();
    List<Verdict.Due> left = new ArrayList<>();
    for (Verdict.Due one : due) {
      if (cancellation.isCancelled()) {
        break;
      }
      record(one);
      if (step(one)) {
        done.add(one);
        events.accept(one);
      } else {
        left.add(one);
      }
    }
    return new Pass(plan, done, left, plan.isSet() && isUnswept() ? sweep() : 0);
  }

  private void record(Verdict.Due due) {
    LedgerRecord _ =
        parts
            .ledger()
            .append(
                new Entry(
                    parts.actor(),
                    RETIRING,
                    due.version().reference(),
                    Payload.builder()
                        .text("id", due.version().id())
                        .text("step", due.step().word())
                        .text("why", due.why())
                        .text("stack", Stack.name(folder))
                        .build()));
  }

  private boolean step(Verdict.Due due) {
    String id = due.version().id();
    VersionStatus from = status(due.version().stage());
    return switch (due.step()) {
      case DEPRECATE -> stage(id, from, VersionStatus.DEPRECATED, due.why());
      case DISABLE -> stage(id, from, VersionStatus.DISABLED, due.why());
      case DELETE -> parts.registry().versions().deleteRetired(id, from, parts.actor());
      case REINSTATE ->
          parts
              .registry()
              .versions()
              .find(id)
              .filter(version -> version.status() == from)
              .map(
                  version ->
                      parts.registry().versions().reinstate(version, parts.actor(), due.why()))
              .isPresent();
    };
  }

  private boolean stage(String id, VersionStatus from, VersionStatus to, String why) {
    return parts.registry().versions().stage(id, from, to, parts.actor(), why).isPresent();
  }

  /** Whether versions were deleted whose blobs may still be there. */
  private boolean isUnswept() {
    return newest(DELETED) > newest(SWEPT);
  }

  private long newest(String kind) {
    Ledger ledger = parts.ledger();
    return ledger.records(Query.newest(1).ofKind(kind)).stream()
        .mapToLong(LedgerRecord::sequence)
        .findFirst()
        .orElse(0);
  }

  private int sweep() {
    int blobs = parts.registry().collect(cached.get(), SPARED, parts.actor()).size();
    LedgerRecord _ = parts.ledger().append(new Entry(parts.actor(), SWEPT, ""));
    return blobs;
  }

  /**
   * Records that nothing of a stack exists any more: neither its state nor what it deployed.
   *
   * @return whether there is such a stack
   */
  public boolean forget(String stack) {
    KnownStacks stacks = new KnownStacks(parts.ledger());
    if (!stacks.names().contains(stack)) {
      return false;
    }
    stacks.forget(stack, parts.actor());
    return true;
  }
}
