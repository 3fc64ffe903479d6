package dev.ingot.release.exposure;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** All records of a kind, read page by page. */
final class LedgerPages {
  private static final int PAGE = 500;

  private LedgerPages() {}

  /** A record with its texts. */
  record Row(String subject, Instant time, Value payload) {
    /** The zero-length string if there is none of that name. */
    String text(String name) {
      return Values.attribute(payload, name).flatMap(Values::text).orElse("");
    }
  }

  /** The oldest first. */
  static List<Row> ofKind(Ledger ledger, String kind) {
    return all(ledger, Query.newest(PAGE).ofKind(kind));
  }

  /** Those on one subject, the oldest first. */
  static List<Row> of(Ledger ledger, String kind, String subject) {
    return all(ledger, Query.newest(PAGE).ofKind(kind).ofSubject(subject));
  }

  private static List<Row> all(Ledger ledger, Query query) {
    List<Row> all = new ArrayList<>();
    List<LedgerRecord> page = ledger.records(query);
    while (!page.isEmpty()) {
      page.forEach(
          record ->
              all.add(new Row(record.subject(), record.time(), ValueJson.parse(record.payload()))));
      page = ledger.records(query.before(page.getLast().sequence()));
    }
    return all.reversed();
  }
}
