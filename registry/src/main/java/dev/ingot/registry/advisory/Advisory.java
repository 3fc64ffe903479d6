package dev.ingot.registry.advisory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a vulnerability: a record of OSV.
 *
 * @param id in its database, such as {@code GHSA-…} or {@code DSA-…}
 * @param name as findings name it: the one CVE that it is about, otherwise the id
 * @param modified when it was changed last
 * @param withdrawn whether it was a mistake
 * @param affected the packages that have it
 */
public record Advisory(
    String id, String name, Instant modified, boolean withdrawn, List<Affected> affected) {
  public Advisory {
    affected = List.copyOf(affected);
  }

  /**
   * A package that has it.
   *
   * @param severity {@code negligible}, {@code low}, {@code medium}, {@code high} or {@code
   *     critical}; empty if that is unknown
   * @param versions versions that have it, besides those in the ranges
   */
  record Affected(
      Ecosystem ecosystem,
      String name,
      String severity,
      List<Range> ranges,
      List<String> versions) {
    Affected {
      ranges = List.copyOf(ranges);
      versions = List.copyOf(versions);
    }

    /** Whether a version has it. Rules: "Evaluation" of OSV's schema. */
    boolean has(String version) {
      return versions.contains(version)
          || ranges.stream().anyMatch(range -> range.has(ecosystem, version));
    }

    /** The first version after one that doesn't have it. */
    Optional<String> fixedAfter(String version) {
      return ranges.stream()
          .filter(range -> range.has(ecosystem, version))
          .flatMap(range -> range.events().stream())
          .filter(event -> event.kind() == Kind.FIXED)
          .map(Event::version)
          .filter(fixed -> ecosystem.compare(fixed, version) > 0)
          .min(ecosystem::compare);
    }
  }

  /** What happens at a version. */
  enum Kind {
    INTRODUCED,
    FIXED,
    LAST_AFFECTED,
    LIMIT
  }

  /** It comes or goes with a version; {@code 0} is before all. */
  record Event(Kind kind, String version) {}

  /** Versions from where it came to where it went, any number of times. */
  record Range(List<Event> events) {
    Range {
      events = List.copyOf(events);
    }

    boolean has(Ecosystem ecosystem, String version) {
      List<Event> limits = events.stream().filter(one -> one.kind() == Kind.LIMIT).toList();
      if (!limits.isEmpty()
          && limits.stream()
              .noneMatch(
                  one ->
                      one.version().equals("*") || ecosystem.compare(version, one.version()) < 0)) {
        return false;
      }
      boolean has = false;
      List<Event> sorted =
          events.stream()
              .sorted((one, other) -> order(ecosystem, one.version(), other.version()))
              .toList();
      for (Event event : sorted) {
        int order = order(ecosystem, version, event.version());
        has =
            switch (event.kind()) {
              case INTRODUCED -> has || order >= 0;
              case FIXED -> has && order < 0;
              case LAST_AFFECTED -> has && order <= 0;
              case LIMIT -> has;
            };
      }
      return has;
    }

    private static int order(Ecosystem ecosystem, String one, String other) {
      boolean first = one.equals("0");
      boolean second = other.equals("0");
      return first || second ? Boolean.compare(second, first) : ecosystem.compare(one, other);
    }
  }
}
