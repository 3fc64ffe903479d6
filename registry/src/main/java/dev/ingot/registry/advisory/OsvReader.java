package dev.ingot.registry.advisory;

import dev.ingot.registry.advisory.Advisory.Affected;
import dev.ingot.registry.advisory.Advisory.Event;
import dev.ingot.registry.advisory.Advisory.Kind;
import dev.ingot.registry.advisory.Advisory.Range;
import dev.ingot.registry.json.JsonIn;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads a record of OSV. Rules: the Open Source Vulnerability format, schema 1.x. What it says of
 * ecosystems whose versions can't be ordered here, and of commits, is left out.
 */
public final class OsvReader {
  private static final int LONGEST = 500;

  private final TreeSet<String> cves = new TreeSet<>();
  private final List<Found> found = new ArrayList<>();
  private String id = "";
  private Optional<Instant> modified = Optional.empty();
  private boolean withdrawn;
  private String severity = "";
  private String word = "";

  private OsvReader() {}

  /** What is affected, before it is known how bad the whole is. */
  private record Found(
      Ecosystem ecosystem,
      String name,
      String severity,
      List<Range> ranges,
      List<String> versions) {}

  /**
   * Reads the object at the present place.
   *
   * @throws IllegalArgumentException if it isn't such a record; the message says why
   */
  public static Advisory read(JsonIn in) {
    return new OsvReader().advisory(in);
  }

  private Advisory advisory(JsonIn in) {
    in.members(
        member -> {
          switch (member) {
            case "id" -> id = name(in, "id");
            case "modified" -> modified = Optional.of(time(in.text()));
            case "withdrawn" -> withdrawn = !in.isNull();
            case "aliases", "upstream" -> in.elements(JsonIn::text).forEach(this::alias);
            case "severity" -> severity = severity(in);
            case "database_specific" -> word = specific(in, "severity");
            case "affected" -> in.elements(this::affected);
            default -> in.skip();
          }
        });
    if (id.isEmpty()) {
      throw new IllegalArgumentException("it has no id");
    }
    if (modified.isEmpty()) {
      throw new IllegalArgumentException("it has no time at which it was modified");
    }
    alias(id);
    String own = word.isEmpty() ? severity : word;
    return new Advisory(
        id,
        cves.size() == 1 ? cves.first() : id,
        modified.get(),
        withdrawn,
        found.stream()
            .map(
                one ->
                    new Affected(
                        one.ecosystem(),
                        one.name(),
                        one.severity().isEmpty() ? own : one.severity(),
                        one.ranges(),
                        one.versions()))
            .toList());
  }

  private void alias(String alias) {
    int cve = alias.indexOf("CVE-");
    // Databases of distributions prefix it, as in DEBIAN-CVE-2026-1234.
    if (cve == 0 || (cve > 0 && alias.charAt(cve - 1) == '-')) {
      cves.add(alias.substring(cve));
    }
  }

  private boolean affected(JsonIn in) {
    List<String> named = new ArrayList<>(List.of("", ""));
    List<Range> ranges = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    String[] rated = {"", "", ""};
    in.members(
        member -> {
          switch (member) {
            case "package" ->
                in.members(
                    part -> {
                      switch (part) {
                        case "ecosystem" -> named.set(0, name(in, "ecosystem"));
                        case "name" -> named.set(1, name(in, "name"));
                        default -> in.skip();
                      }
                    });
            case "ranges" -> in.elements(this::range).forEach(each -> each.ifPresent(ranges::add));
            case "versions" -> in.elements(one -> versions.add(name(one, "version")));
            case "severity" -> rated[0] = severity(in);
            case "ecosystem_specific" -> rated[1] = specific(in, "urgency");
            case "database_specific" -> rated[2] = specific(in, "severity");
            default -> in.skip();
          }
        });
    Ecosystem.named(named.get(0))
        .filter(_ -> !named.get(1).isEmpty() && !(ranges.isEmpty() && versions.isEmpty()))
        .ifPresent(
            ecosystem ->
                found.add(
                    new Found(
                        ecosystem,
                        ecosystem.name(named.get(1)),
                        rated(rated[2], rated[0], rated[1]),
                        ranges,
                        versions)));
    return true;
  }

  private Optional<Range> range(JsonIn in) {
    List<Event> events = new ArrayList<>();
    List<String> type = new ArrayList<>();
    in.members(
        member -> {
          switch (member) {
            case "type" -> type.add(in.text());
            case "events" -> in.elements(one -> event(one, events));
            default -> in.skip();
          }
        });
    return type.contains("GIT") || events.isEmpty()
        ? Optional.empty()
        : Optional.of(new Range(events));
  }

  private static boolean event(JsonIn in, List<Event> events) {
    in.members(
        member -> {
          switch (member) {
            case "introduced" -> events.add(new Event(Kind.INTRODUCED, name(in, "version")));
            case "fixed" -> events.add(new Event(Kind.FIXED, name(in, "version")));
            case "last_affected" -> events.add(new Event(Kind.LAST_AFFECTED, name(in, "version")));
            case "limit" -> events.add(new Event(Kind.LIMIT, name(in, "version")));
            default -> in.skip();
          }
        });
    return true;
  }

  /** What the database says in a word goes before what a score amounts to. */
  private static String rated(String word, String score, String urgency) {
    if (urgency.equals("negligible") || (word.isEmpty() && score.isEmpty())) {
      return urgency;
    }
    return word.isEmpty() ? score : word;
  }

  /** The worst word of the scores. */
  private static String severity(JsonIn in) {
    List<String> words =
        in.elements(
            one -> {
              List<String> parts = new ArrayList<>(List.of("", ""));
              one.members(
                  member -> {
                    switch (member) {
                      case "type" -> parts.set(0, one.text());
                      case "score" -> parts.set(1, one.text());
                      default -> one.skip();
                    }
                  });
              return parts.get(0).startsWith("CVSS_")
                  ? Cvss.word(parts.get(1))
                  : known(parts.get(1));
            });
    return words.stream().max((one, other) -> rank(one) - rank(other)).orElse("");
  }

  private static int rank(String word) {
    return List.of("", "negligible", "low", "medium", "high", "critical").indexOf(word);
  }

  /** A member of an object of which each database makes something else. */
  private static String specific(JsonIn in, String name) {
    List<String> words = new ArrayList<>();
    if (in.isObject()) {
      in.members(
          member -> {
            if (member.equals(name) && in.isText()) {
              words.add(known(in.text()));
            } else {
              in.skip();
            }
          });
    } else {
      in.skip();
    }
    return words.stream().findFirst().orElse("");
  }

  private static String known(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "critical" -> "critical";
      case "high", "important" -> "high";
      case "medium", "moderate" -> "medium";
      case "low" -> "low";
      case "negligible", "unimportant" -> "negligible";
      default -> "";
    };
  }

  private static String name(JsonIn in, String what) {
    String text = in.text();
    if (text.isBlank()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " is empty, has control characters or more than "
              + LONGEST
              + " characters");
    }
    return text;
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"modified\" is no time: " + e.getMessage(), e);
    }
  }
}
