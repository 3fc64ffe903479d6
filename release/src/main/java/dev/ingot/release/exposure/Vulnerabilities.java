package dev.ingot.release.exposure;

import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Payload;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.exposure.ScanReport.Vulnerability;
import dev.ingot.release.repave.Severity;
import dev.ingot.storage.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vulnerabilities that were found in images, in the ledger: when each became known can't be
 * changed afterwards. A later statement may say that an image isn't affected after all.
 */
public final class Vulnerabilities {
  private static final String KIND = "vulnerability.scanned";
  private static final String AFFECTED = "affected";

  private final Ledger ledger;

  /** Those recorded in a ledger. */
  public Vulnerabilities(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A vulnerability of an image.
   *
   * @param id such as {@code CVE-2026-1234}
   * @param component the part that has it, with its version
   * @param fixed the versions without it; may be empty
   * @param source what found it first in this image, such as {@code Trivy report web.json}
   * @param since when it was first found in this image
   */
  public record Known(
      String id, Severity severity, String component, String fixed, String source, Instant since) {
    /** The worst first, then the longest known. */
    public static final Comparator<Known> WORST_FIRST =
        Comparator.comparing(Known::severity)
            .reversed()
            .thenComparing(Known::since)
            .thenComparing(Known::id)
            .thenComparing(Known::component);
  }

  /**
   * What is known of an image, by vulnerability and part.
   *
   * @param open what it is affected by
   * @param cleared what said that it isn't affected, although it was or may seem to be
   */
  record OfImage(Map<String, Known> open, Map<String, String> cleared) {
    static final OfImage NOTHING = new OfImage(Map.of(), Map.of());
  }

  /** What an image is called in the record: its digest, or its version where it has none. */
  public static String subject(Version version) {
    return version.image().map(Digest::toString).orElse(version.reference());
  }

  /**
   * Records what was found in an image. What is known already is left out, and what a scan finds
   * again although a statement said that it does no harm.
   *
   * @param image as {@link #subject} calls it
   * @param source what found it
   * @return how many findings are new or changed
   */
  public int add(String image, List<Vulnerability> found, String source, String actor) {
    Map<String, Boolean> before = new LinkedHashMap<>();
    LedgerPages.of(ledger, KIND, image).forEach(row -> before.put(key(row), isAffected(row)));
    List<Entry> entries = new ArrayList<>();
    for (Vulnerability one : found) {
      String key = one.key();
      boolean affected = before.getOrDefault(key, false);
      boolean now =
          switch (one.status()) {
            case FOUND -> affected || !before.containsKey(key);
            case NOT_AFFECTED -> false;
            case AFFECTED -> true;
          };
      if (now != affected || !before.containsKey(key)) {
        before.put(key, now);
        entries.add(
            new Entry(
                actor,
                KIND,
                image,
                Payload.builder()
                    .text("id", one.id())
                    .text("severity", one.severity().word())
                    .text("component", one.component())
                    .text("fixed", one.fixed())
                    .text("source", source)
                    .text("status", now ? AFFECTED : "not_affected")
                    .build()));
      }
    }
    if (!entries.isEmpty()) {
      ledger.append(entries);
    }
    return entries.size();
  }

  /** Those that images are affected by, the worst first, by {@link #subject}. */
  public Map<String, List<Known>> byImage() {
    Map<String, List<Known>> sorted = new TreeMap<>();
    all()
        .forEach(
            (image, known) ->
                sorted.put(
                    image, known.open().values().stream().sorted(Known.WORST_FIRST).toList()));
    return sorted;
  }

  Map<String, OfImage> all() {
    Map<String, OfImage> all = new TreeMap<>();
    for (LedgerPages.Row row : LedgerPages.ofKind(ledger, KIND)) {
      OfImage image =
          all.computeIfAbsent(
              row.subject(), _ -> new OfImage(new LinkedHashMap<>(), new LinkedHashMap<>()));
      String key = key(row);
      if (isAffected(row)) {
        image.cleared().remove(key);
        image.open().putIfAbsent(key, known(row));
      } else {
        image.open().remove(key);
        image.cleared().put(key, row.text("source"));
      }
    }
    return all;
  }

  private static Known known(LedgerPages.Row row) {
    return new Known(
        row.text("id"),
        Severity.of(row.text("severity")).orElse(Severity.UNKNOWN),
        row.text("component"),
        row.text("fixed"),
        row.text("source"),
        row.time());
  }

  private static boolean isAffected(LedgerPages.Row row) {
    return row.text("status").equals(AFFECTED);
  }

  private static String key(LedgerPages.Row row) {
    return row.text("id") + " " + row.text("component");
  }
}
