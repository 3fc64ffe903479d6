package dev.ingot.release.exposure;

import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Payload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What VEX documents say of a part, whatever image it is in: that a vulnerability does no harm in
 * it. The last statement counts.
 */
final class Statements {
  private static final String KIND = "vulnerability.statement";
  private static final String HARMLESS = "not_affected";

  private final Ledger ledger;
  private final Set<String> harmless = new HashSet<>();

  Statements(Ledger ledger) {
    this.ledger = ledger;
    for (LedgerPages.Row row : LedgerPages.ofKind(ledger, KIND)) {
      String key = key(row.subject(), row.text("component"));
      boolean _ = row.text("status").equals(HARMLESS) ? harmless.add(key) : harmless.remove(key);
    }
  }

  /** Whether a vulnerability does no harm in a part. */
  boolean exclude(ScanReport.Vulnerability one) {
    return harmless.contains(key(one.id(), one.component()));
  }

  /** Records what isn't recorded yet; returns how many that were. */
  int add(List<ScanReport.Vulnerability> said, String source, String actor) {
    List<Entry> entries = new ArrayList<>();
    for (ScanReport.Vulnerability one : said) {
      String key = key(one.id(), one.component());
      boolean changed =
          !one.component().isEmpty()
              && switch (one.status()) {
                case FOUND -> false;
                case NOT_AFFECTED -> harmless.add(key);
                case AFFECTED -> harmless.remove(key);
              };
      if (changed) {
        entries.add(
            new Entry(
                actor,
                KIND,
                one.id(),
                Payload.builder()
                    .text("component", one.component())
                    .text("status", harmless.contains(key) ? HARMLESS : "affected")
                    .text("source", source)
                    .build()));
      }
    }
    if (!entries.isEmpty()) {
      ledger.append(entries);
    }
    return entries.size();
  }

  private static String key(String id, String component) {
    return id + " " + component;
  }
}
