package dev.ingot.release.exposure;

import dev.ingot.address.InstanceAddress;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.release.record.MachineBirths;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.LogEntry;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which images the machines of stacks ran, and from when to when, by the records of releases. */
final class Usage {
  private final Ledger ledger;
  private final MachineBirths births;

  Usage(Ledger ledger) {
    this.ledger = ledger;
    this.births = new MachineBirths(ledger);
  }

  /**
   * A stack's use of an image.
   *
   * @param stack the folder
   * @param image as {@link Vulnerabilities#subject} calls it
   * @param release the release that began it
   * @param from when the first machine could run it
   * @param until when the last one was gone; empty while there may be one
   * @param next the release that replaced it
   */
  record Span(
      String stack,
      String image,
      Release release,
      Instant from,
      Optional<Instant> until,
      Optional<Release> next) {}

  /** All stacks' uses, the oldest first. */
  List<Span> spans() {
    return ledger.releases().stacks().stream().flatMap(stack -> spans(stack).stream()).toList();
  }

  /** The machines of a stack that rollouts created and that are there now. */
  Set<InstanceAddress> machines(String stack) {
    return births.of(stack).keySet();
  }

  private List<Span> spans(String stack) {
    List<Release> releases =
        ledger.releases().of(stack).reversed().stream()
            .filter(release -> release.outcome() == ReleaseOutcome.VERIFIED)
            .toList();
    List<Span> spans = new ArrayList<>();
    Map<String, Release> open = new TreeMap<>();
    for (int i = 0; i < releases.size(); i++) {
      Release release = releases.get(i);
      Set<String> images = images(release);
      for (Map.Entry<String, Release> each : List.copyOf(open.entrySet())) {
        if (!images.contains(each.getKey())) {
          Optional<Release> after =
              i + 1 < releases.size() ? Optional.of(releases.get(i + 1)) : Optional.empty();
          spans.add(
              new Span(
                  stack,
                  each.getKey(),
                  each.getValue(),
                  each.getValue().started(),
                  gone(release, after),
                  Optional.of(release)));
          open.remove(each.getKey());
        }
      }
      images.forEach(image -> open.putIfAbsent(image, release));
    }
    open.forEach(
        (image, release) ->
            spans.add(
                new Span(
                    stack, image, release, release.started(), Optional.empty(), Optional.empty())));
    spans.sort(Comparator.comparing(Span::from));
    return spans;
  }

  private static Set<String> images(Release release) {
    Set<String> images = new TreeSet<>();
    for (Map.Entry<String, ResolvedImage> image : release.images().entrySet()) {
      String reference = image.getKey();
      images.add(
          image.getValue().digest().isEmpty()
              ? reference.substring(0, reference.lastIndexOf(':'))
                  + ":"
                  + image.getValue().version()
              : image.getValue().digest());
    }
    return images;
  }

  /**
   * When the last machine before a release was gone: with the last wave, unless its old machines
   * were kept, which end with the release after it.
   */
  private Optional<Instant> gone(Release release, Optional<Release> after) {
    RolloutRecord.Content record = RolloutRecord.read(ledger, release.id());
    boolean kept =
        record.rollouts().values().stream()
            .anyMatch(
                rollout ->
                    rollout.outcome().orElse(null)
                            instanceof Outcome.Promoted(Optional<Instant> until)
                        && until.isPresent());
    if (kept) {
      return after.flatMap(Release::finished);
    }
    return record.logs().values().stream()
        .flatMap(List::stream)
        .flatMap(
            entry ->
                entry
                        instanceof
                        LogEntry.Happened(Event.Retired(Instant at, int _, Event.Result.Done _))
                    ? java.util.stream.Stream.of(at)
                    : java.util.stream.Stream.<Instant>empty())
        .max(Comparator.naturalOrder())
        .or(release::finished);
  }
}
