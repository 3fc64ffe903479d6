package dev.ingot.release.exposure;

import dev.ingot.address.InstanceAddress;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Assignment;
import dev.ingot.registry.catalog.Bucket;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.exposure.Usage.Span;
import dev.ingot.release.exposure.Vulnerabilities.Known;
import dev.ingot.release.repave.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which images are affected by what, which machines run them, and how long it took, where it is
 * over, from the day a vulnerability became known until the last machine with it was gone.
 *
 * @param affected versions with vulnerabilities, those that run first
 * @param over what is over, the latest first
 */
public record Exposure(List<Affected> affected, List<Over> over) {
  public Exposure {
    affected = List.copyOf(affected);
    over = List.copyOf(over);
  }

  /**
   * A version with vulnerabilities.
   *
   * @param version such as {@code web:v3}
   * @param channels that point to it
   * @param running the stacks whose last verified release runs it
   * @param known the worst first
   */
  public record Affected(
      String version, List<String> channels, List<Running> running, List<Known> known) {
    public Affected {
      channels = List.copyOf(channels);
      running = List.copyOf(running);
      known = List.copyOf(known);
    }
  }

  /**
   * Machines of a stack.
   *
   * @param stack its folder
   * @param release the number of the release they are from
   * @param machines those that rollouts created, as far as the stack has one image
   */
  public record Running(String stack, long release, List<InstanceAddress> machines) {
    public Running {
      machines = List.copyOf(machines);
    }
  }

  /**
   * A vulnerability that the machines of a stack had.
   *
   * @param version the last version with it that ran
   * @param known since when it was known, or ran although it was known
   * @param steps what happened in between, in the order of time
   * @param gone when the last machine with it was gone
   */
  public record Over(
      String id,
      Severity severity,
      String version,
      String stack,
      Instant known,
      List<Step> steps,
      Instant gone) {
    public Over {
      steps = List.copyOf(steps);
    }

    /** How long machines ran with it while it was known. */
    public Duration took() {
      return Duration.between(known, gone);
    }
  }

  /** Something on the way, with its time. */
  public record Step(String what, Instant at) {}

  /** Without versions that neither run nor are in a channel of a person. */
  public Exposure ofInterest() {
    return new Exposure(
        affected.stream()
            .filter(
                one ->
                    !one.running().isEmpty()
                        || one.channels().stream().anyMatch(name -> !name.equals(Channel.LATEST)))
            .toList(),
        over);
  }

  /** Whether machines run that are affected. */
  public boolean isOpen() {
    return affected.stream().anyMatch(one -> !one.running().isEmpty());
  }

  /** What a ledger and a registry say, of vulnerabilities at least this bad. */
  public static Exposure of(Registry registry, Ledger ledger, Severity least) {
    return new Reader(registry, ledger, least).read();
  }

  private static final class Reader {
    private final Registry registry;
    private final Usage usage;
    private final Map<String, List<Known>> known = new TreeMap<>();
    private final Map<String, Instant> first = new HashMap<>();
    private final Map<String, Version> versions = new TreeMap<>();

    Reader(Registry registry, Ledger ledger, Severity least) {
      this.registry = registry;
      this.usage = new Usage(ledger);
      new Vulnerabilities(ledger)
          .byImage()
          .forEach(
              (image, all) ->
                  known.put(
                      image,
                      all.stream().filter(one -> one.severity().compareTo(least) >= 0).toList()));
      known
          .values()
          .forEach(all -> all.forEach(one -> first.merge(one.id(), one.since(), Reader::earlier)));
      for (Bucket bucket : registry.buckets()) {
        registry
            .versions()
            .in(bucket.name())
            .forEach(version -> versions.putIfAbsent(Vulnerabilities.subject(version), version));
      }
    }

    private static Instant earlier(Instant one, Instant other) {
      return one.isBefore(other) ? one : other;
    }

    Exposure read() {
      List<Span> spans = usage.spans();
      return new Exposure(affected(spans), over(spans));
    }

    private List<Affected> affected(List<Span> spans) {
      List<Affected> affected = new ArrayList<>();
      known.forEach(
          (image, all) -> {
            if (!all.isEmpty()) {
              affected.add(
                  new Affected(
                      name(image),
                      Optional.ofNullable(versions.get(image))
                          .map(version -> registry.channels().at(version))
                          .orElse(List.of())
                          .stream()
                          .map(Channel::name)
                          .toList(),
                      running(image, spans),
                      all));
            }
          });
      affected.sort(
          Comparator.comparing((Affected one) -> one.running().isEmpty())
              .thenComparing(one -> one.known().getFirst(), Known.WORST_FIRST)
              .thenComparing(Affected::version));
      return affected;
    }

    private String name(String image) {
      return Optional.ofNullable(versions.get(image)).map(Version::reference).orElse(image);
    }

    private List<Running> running(String image, List<Span> spans) {
      return spans.stream()
          .filter(span -> span.image().equals(image) && span.until().isEmpty())
          .map(
              span ->
                  new Running(
                      span.stack(),
                      span.release().id().number(),
                      span.next().isEmpty() && span.release().images().size() == 1
                          ? usage.machines(span.stack()).stream().sorted().toList()
                          : List.of()))
          .toList();
    }

    private List<Over> over(List<Span> spans) {
      List<Over> over = new ArrayList<>();
      for (Span span : spans) {
        if (span.until().isPresent()) {
          Map<String, Known> each = new TreeMap<>();
          known
              .getOrDefault(span.image(), List.of())
              .forEach(one -> each.putIfAbsent(one.id(), one));
          each.values().stream()
              .filter(one -> !goesOn(one.id(), span, spans))
              .flatMap(one -> over(one, span, spans).stream())
              .forEach(over::add);
        }
      }
      over.sort(
          Comparator.comparing(Over::gone)
              .reversed()
              .thenComparing(Comparator.comparing(Over::severity).reversed())
              .thenComparing(Over::id));
      return over;
    }

    private boolean has(String id, Span span) {
      return known.getOrDefault(span.image(), List.of()).stream()
          .anyMatch(one -> one.id().equals(id));
    }

    /** Whether other machines of the stack still had it when these were gone. */
    private boolean goesOn(String id, Span span, List<Span> spans) {
      Instant end = span.until().orElse(Instant.MAX);
      return spans.stream()
          .filter(other -> other.stack().equals(span.stack()) && !other.equals(span))
          .filter(other -> has(id, other))
          .anyMatch(
              other ->
                  !other.from().isAfter(end)
                      && other.until().filter(until -> !until.isAfter(end)).isEmpty());
    }

    private Optional<Over> over(Known one, Span span, List<Span> spans) {
      Instant gone = span.until().orElse(Instant.MAX);
      Instant known = first.getOrDefault(one.id(), one.since());
      if (known.isAfter(gone)) {
        return Optional.empty();
      }
      Instant ran = ran(one.id(), span, spans);
      Instant from = known.isBefore(ran) ? ran : known;
      return Optional.of(
          new Over(
              one.id(),
              one.severity(),
              name(span.image()),
              span.stack(),
              from,
              steps(span, from, gone),
              gone));
    }

    /** Since when the stack ran it without a break: releases before may have had it as well. */
    private Instant ran(String id, Span span, List<Span> spans) {
      Instant ran = span.from();
      for (Span before : spans.reversed()) {
        if (before.stack().equals(span.stack())
            && before.from().isBefore(ran)
            && before.until().filter(ran::isAfter).isEmpty()
            && has(id, before)) {
          ran = before.from();
        }
      }
      return ran;
    }

    /** What led to the release that ended it, as far as it happened after it was known. */
    private List<Step> steps(Span span, Instant from, Instant gone) {
      List<Step> steps = new ArrayList<>();
      if (span.next().isPresent()) {
        Release next = span.next().get();
        successor(span, next)
            .ifPresent(
                version -> {
                  steps.add(new Step("bake began", version.created()));
                  version.finished().ifPresent(at -> steps.add(new Step("baked", at)));
                  promoted(version, next).ifPresent(at -> steps.add(new Step("promoted", at)));
                });
        steps.add(new Step("rollout began", next.started()));
      }
      return steps.stream()
          .filter(step -> !step.at().isBefore(from) && !step.at().isAfter(gone))
          .sorted(Comparator.comparing(Step::at))
          .toList();
    }

    /** The version of the same bucket in the release after. */
    private Optional<Version> successor(Span span, Release next) {
      Optional<String> bucket =
          Optional.ofNullable(versions.get(span.image())).map(Version::bucket);
      return next.images().values().stream()
          .flatMap(image -> Optional.ofNullable(versions.get(image.digest())).stream())
          .filter(version -> bucket.filter(version.bucket()::equals).isPresent())
          .findFirst();
    }

    private Optional<Instant> promoted(Version version, Release next) {
      return next.images().keySet().stream()
          .filter(reference -> reference.startsWith(version.bucket() + ":"))
          .flatMap(
              reference ->
                  registry
                      .channels()
                      .history(version.bucket(), reference.substring(version.bucket().length() + 1))
                      .stream())
          .filter(move -> move.to().equals(Optional.of(version.id())))
          .map(Assignment::time)
          .filter(at -> !at.isAfter(next.started()))
          .max(Comparator.naturalOrder());
    }
  }
}
