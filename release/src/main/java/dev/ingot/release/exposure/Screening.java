package dev.ingot.release.exposure;

import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.advisory.Advisories;
import dev.ingot.registry.advisory.InstalledPackage;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.release.exposure.ScanReport.Status;
import dev.ingot.release.exposure.ScanReport.Vulnerability;
import dev.ingot.release.exposure.Vulnerabilities.Known;
import dev.ingot.release.exposure.Vulnerabilities.OfImage;
import dev.ingot.release.repave.Severity;
import dev.ingot.storage.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds bills of materials against all that is known, without opening an image: against the
 * advisories that were imported, and against what was found in other images that hold the same part
 * in the same version. So an image that was baked again is known to be affected still, or not,
 * before anybody scans it.
 */
public final class Screening {
  /** What findings by advisories have as their source. */
  public static final String ADVISORIES = "advisories";

  private final Registry registry;
  private final Ledger ledger;
  private final String actor;

  /**
   * @param actor who acts, as {@code user@host}
   */
  public Screening(Registry registry, Ledger ledger, String actor) {
    this.registry = registry;
    this.ledger = ledger;
    this.actor = actor;
  }

  /**
   * Screens versions and records what is new.
   *
   * @return how many findings are new, changed or gone
   */
  public int run(List<Version> versions) {
    Vulnerabilities vulnerabilities = new Vulnerabilities(ledger);
    Map<String, OfImage> known = vulnerabilities.all();
    Statements statements = new Statements(ledger);
    Map<String, Known> elsewhere = new LinkedHashMap<>();
    known.values().forEach(image -> image.open().forEach(elsewhere::putIfAbsent));
    Map<String, List<Known>> byComponent = new LinkedHashMap<>();
    elsewhere
        .values()
        .forEach(
            one -> byComponent.computeIfAbsent(one.component(), _ -> new ArrayList<>()).add(one));
    Set<String> done = new LinkedHashSet<>();
    int changed = 0;
    try (Matching matching = new Matching(Advisories.find(registry.root()))) {
      for (Version version : versions) {
        String subject = Vulnerabilities.subject(version);
        if (version.sbom().isPresent() && done.add(subject)) {
          List<Component> parts = parts(version);
          OfImage own = known.getOrDefault(subject, OfImage.NOTHING);
          List<Vulnerability> matched = matching.of(parts);
          List<Vulnerability> found = new ArrayList<>(byAdvisories(matched, own, statements));
          found.addAll(matching.isPresent() ? gone(matched, own) : List.of());
          changed += vulnerabilities.add(subject, found, ADVISORIES, actor);
          changed +=
              vulnerabilities.add(
                  subject, asElsewhere(parts, byComponent, statements), "bill of materials", actor);
        }
      }
    }
    return changed;
  }

  /** Screens the images of a stack's last verified release, and what their channels point to. */
  public int ofStack(String stack) {
    List<Version> versions = new ArrayList<>();
    ledger
        .releases()
        .lastVerified(stack)
        .ifPresent(
            release ->
                release
                    .images()
                    .forEach(
                        (reference, image) -> {
                          int colon = reference.lastIndexOf(':');
                          Digest.find(image.digest()).stream()
                              .flatMap(digest -> registry.versions().withDigest(digest).stream())
                              .forEach(versions::add);
                          registry
                              .channels()
                              .find(reference.substring(0, colon), reference.substring(colon + 1))
                              .flatMap(Channel::version)
                              .ifPresent(versions::add);
                        }));
    return run(versions);
  }

  private List<Component> parts(Version version) {
    return version
        .sbom()
        .map(digest -> registry.store().read(digest))
        .map(Sbom::readComponents)
        .orElse(List.of());
  }

  /** What advisories say now, also of what they were silent on, or wrong about, in between. */
  private static List<Vulnerability> byAdvisories(
      List<Vulnerability> matched, OfImage own, Statements statements) {
    return matched.stream()
        .filter(one -> !statements.exclude(one))
        .map(one -> ADVISORIES.equals(own.cleared().get(one.key())) ? one.as(Status.AFFECTED) : one)
        .toList();
  }

  /** What advisories said, and don't say any more. */
  private static List<Vulnerability> gone(List<Vulnerability> matched, OfImage own) {
    Set<String> still = new LinkedHashSet<>();
    matched.forEach(one -> still.add(one.key()));
    return own.open().entrySet().stream()
        .filter(each -> each.getValue().source().equals(ADVISORIES))
        .filter(each -> !still.contains(each.getKey()))
        .map(each -> of(each.getValue()).as(Status.NOT_AFFECTED))
        .toList();
  }

  private static List<Vulnerability> asElsewhere(
      List<Component> parts, Map<String, List<Known>> byComponent, Statements statements) {
    return parts.stream()
        .map(part -> part.name() + " " + part.version())
        .distinct()
        .flatMap(part -> byComponent.getOrDefault(part, List.of()).stream())
        // Advisories are asked for each image.
        .filter(one -> !one.source().equals(ADVISORIES))
        .map(Screening::of)
        .filter(one -> !statements.exclude(one))
        .toList();
  }

  private static Vulnerability of(Known known) {
    return new Vulnerability(
        known.id(), known.severity(), known.component(), known.fixed(), Status.FOUND);
  }

  /** The advisories, if there are any. */
  private record Matching(Optional<Advisories> advisories) implements AutoCloseable {
    boolean isPresent() {
      return advisories.isPresent();
    }

    List<Vulnerability> of(List<Component> parts) {
      if (advisories.isEmpty()) {
        return List.of();
      }
      List<Vulnerability> found = new ArrayList<>();
      List<InstalledPackage> packages =
          parts.stream().flatMap(part -> InstalledPackage.of(part).stream()).toList();
      advisories
          .get()
          .of(packages)
          .forEach(
              (installed, matches) ->
                  matches.forEach(
                      match ->
                          found.add(
                              new Vulnerability(
                                  match.name(),
                                  Severity.of(match.severity()).orElse(Severity.UNKNOWN),
                                  installed.component(),
                                  match.fixed(),
                                  Status.FOUND))));
      return found;
    }

    @Override
    public void close() {
      advisories.ifPresent(Advisories::close);
    }
  }
}
