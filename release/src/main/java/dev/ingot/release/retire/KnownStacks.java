package dev.ingot.release.retire;

import dev.ingot.deploy.PlanMode;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.ApplyRecord;
import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.record.ReleaseRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The stacks of a ledger, with those of their releases that somebody may return to. */
public final class KnownStacks {
  private static final String FORGOTTEN = "stack.forgotten";
  private static final List<String> APPLIES =
      List.of(ApplyRecord.STARTED, ApplyRecord.FINISHED, FORGOTTEN);

  private final Ledger ledger;

  /** Those of a ledger. */
  public KnownStacks(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A stack.
   *
   * @param name its folder
   * @param isDeployed whether something is deployed of it, as far as was recorded
   * @param releases those that one can roll back to, or that are open
   */
  record Known(String name, boolean isDeployed, List<Kept> releases) {
    Known {
      releases = List.copyOf(releases);
    }

    /** Whether it may have a state: not if all of it was destroyed, and then its folder. */
    boolean mayHaveState() {
      return isDeployed || Files.isDirectory(Path.of(name));
    }
  }

  /**
   * A release whose images are kept.
   *
   * @param texts that may name images
   * @param saysAllImages whether it recorded each image that it was made from
   */
  record Kept(Release release, Referrer.Texts texts, boolean saysAllImages) {
    boolean isOpen() {
      return release.outcome() == ReleaseOutcome.RUNNING;
    }

    Instant ended() {
      return release.finished().orElse(Instant.MAX);
    }
  }

  /**
   * All that weren't forgotten.
   *
   * @param releases how many verified releases of each one can roll back to
   */
  List<Known> all(int releases) throws IOException {
    Set<String> names = new TreeSet<>(ledger.releases().stacks());
    names.addAll(ledger.subjects(ApplyRecord.STARTED));
    List<Known> known = new ArrayList<>();
    for (String name : names) {
      List<Release> all = ledger.releases().of(name);
      Optional<LedgerRecord> last = ledger.newest(name, APPLIES);
      Optional<Instant> forgotten =
          last.filter(record -> record.kind().equals(FORGOTTEN)).map(LedgerRecord::time);
      boolean newer =
          forgotten.isEmpty()
              || all.stream().anyMatch(release -> release.started().isAfter(forgotten.get()));
      if (newer) {
        known.add(new Known(name, !isDestroyed(all, last), kept(name, all, releases)));
      }
    }
    return known;
  }

  /** Records that nothing of a stack exists any more. */
  public void forget(String name, String actor) {
    LedgerRecord _ = ledger.append(new Entry(actor, FORGOTTEN, name));
  }

  /** The names of all stacks. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(ledger.releases().stacks());
    names.addAll(ledger.subjects(ApplyRecord.STARTED));
    return names;
  }

  /** Whether the last thing that was done to a stack was to destroy all of it. */
  private boolean isDestroyed(List<Release> all, Optional<LedgerRecord> last) throws IOException {
    Optional<Instant> released =
        all.stream().map(release -> release.finished().orElse(release.started())).findFirst();
    boolean appliedLast =
        last.isPresent() && released.filter(last.get().time()::isBefore).isEmpty();
    if (appliedLast) {
      Value details = ValueJson.parse(last.get().payload());
      return last.get().kind().equals(ApplyRecord.FINISHED)
          && text(details, "mode").equals("destroy")
          && text(details, "outcome").equals("complete");
    }
    Optional<Release> newest = all.stream().findFirst();
    return newest.isPresent()
        && newest.get().outcome() == ReleaseOutcome.VERIFIED
        && ReleaseArchive.of(ledger.releases(), newest.get())
            .filter(archive -> archive.mode() == PlanMode.DESTROY)
            .isPresent();
  }

  private static String text(Value details, String name) {
    return Values.attribute(details, name).flatMap(Values::text).orElse("");
  }

  private List<Kept> kept(String name, List<Release> all, int most) throws IOException {
    Map<Long, Release> kept = new LinkedHashMap<>();
    all.stream()
        .filter(release -> release.outcome() == ReleaseOutcome.VERIFIED)
        .limit(most)
        .forEach(release -> kept.put(release.id().number(), release));
    all.stream()
        .filter(release -> release.outcome() == ReleaseOutcome.VERIFIED)
        .filter(release -> release.rollbackOf().isEmpty())
        .limit(most)
        .forEach(release -> kept.put(release.id().number(), release));
    new ReleaseRecorder(ledger, name, "")
        .unsettled(0)
        .forEach(release -> kept.put(release.id().number(), release));
    List<Kept> result = new ArrayList<>();
    for (Release release : kept.values()) {
      result.add(kept(release));
    }
    return result;
  }

  private Kept kept(Release release) throws IOException {
    Optional<ReleaseArchive> archive = ReleaseArchive.of(ledger.releases(), release);
    Optional<String> images =
        ledger
            .releases()
            .attachment(release.id(), ImagesInUse.ATTACHMENT)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    boolean names =
        archive.stream()
            .flatMap(one -> one.configuration().values().stream())
            .anyMatch(text -> text.contains(ImagesInUse.TYPE));
    return new Kept(
        release,
        to -> {
          archive.ifPresent(one -> one.configuration().values().forEach(to));
          archive.ifPresent(one -> one.settings().values().forEach(to));
          release.variables().values().forEach(to);
          images.ifPresent(to);
        },
        images.isPresent() || (archive.isPresent() && !names));
  }

  /** The buckets of the images that releases of a stack had. */
  public Set<String> buckets(String name) {
    Set<String> buckets = new TreeSet<>();
    for (Release release : ledger.releases().of(name)) {
      for (String reference : release.images().keySet()) {
        buckets.add(reference.substring(0, Math.max(0, reference.lastIndexOf(':'))));
      }
    }
    return buckets;
  }
}
