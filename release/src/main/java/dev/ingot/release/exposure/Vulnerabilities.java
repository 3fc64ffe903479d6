package dev.ingot.release.exposure;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Payload;
import dev.ingot.ledger.Query;
import dev.ingot.release.repave.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vulnerabilities that scans found in images, in the ledger: when each became known can't be
 * changed afterwards. A later scan may say that an image isn't affected after all.
 */
public final class Vulnerabilities {
  private static final String KIND = "vulnerability.scanned";
  private static final int PAGE = 500;

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
   * @param since when the first scan found it in this image
   */
  public record Known(
      String id, Severity severity, String component, String fixed, Instant since) {}

  /**
   * Records what a scan found in an image. What is known already is left out.
   *
   * @param image the image's digest
   * @return how many findings are new
   */
  public int add(String image, List<ScanReport.Vulnerability> found, String actor) {
    Map<String, Boolean> before = new LinkedHashMap<>();
    records(image)
        .forEach(record -> before.put(key(record), !text(record, "status").equals("fixed")));
    List<Entry> entries = new ArrayList<>();
    for (ScanReport.Vulnerability one : found) {
      String key = one.id() + " " + one.component();
      Boolean known = before.put(key, one.affected());
      if (known == null ? one.affected() : known != one.affected()) {
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
                    .text("status", one.affected() ? "affected" : "fixed")
                    .build()));
      }
    }
    if (!entries.isEmpty()) {
      ledger.append(entries);
    }
    return entries.size();
  }

  /** Those that images are affected by, the worst first, by the digest of the image. */
  public Map<String, List<Known>> byImage() {
    Map<String, Map<String, Known>> open = new TreeMap<>();
    for (LedgerRecord record : records()) {
      Map<String, Known> ofImage =
          open.computeIfAbsent(record.subject(), _ -> new LinkedHashMap<>());
      if (text(record, "status").equals("affected")) {
        ofImage.putIfAbsent(
            key(record),
            new Known(
                text(record, "id"),
                Severity.of(text(record, "severity")).orElse(Severity.UNKNOWN),
                text(record, "component"),
                text(record, "fixed"),
                record.time()));
      } else {
        Known _ = ofImage.remove(key(record));
      }
    }
    Map<String, List<Known>> sorted = new TreeMap<>();
    open.forEach(
        (image, known) ->
            sorted.put(
                image,
                known.values().stream()
                    .sorted(
                        Comparator.comparing(Known::severity)
                            .reversed()
                            .thenComparing(Known::since)
                            .thenComparing(Known::id))
                    .toList()));
    return sorted;
  }

  private static String key(LedgerRecord record) {
    return text(record, "id") + " " + text(record, "component");
  }

  private List<LedgerRecord> records(String image) {
    return pages(Query.newest(PAGE).ofKind(KIND).ofSubject(image));
  }

  private List<LedgerRecord> records() {
    return pages(Query.newest(PAGE).ofKind(KIND));
  }

  /** The oldest first. */
  private List<LedgerRecord> pages(Query query) {
    List<LedgerRecord> all = new ArrayList<>();
    List<LedgerRecord> page = ledger.records(query);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = ledger.records(query.before(page.getLast().sequence()));
    }
    return all.reversed();
  }

  private static String text(LedgerRecord record, String name) {
    Value payload = ValueJson.parse(record.payload());
    return Values.attribute(payload, name).flatMap(Values::text).orElse("");
  }
}
