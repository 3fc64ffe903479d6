package dev.ingot.state.session;

import dev.ingot.state.Unresolved;
import dev.ingot.state.journal.JournalRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The intents of a state without an outcome: those of calls in progress, and those an earlier
 * process left. A new journal starts with all of them. Safe for use by several threads.
 */
final class OpenIntents {
  private final Map<Long, JournalRecord.Begin> begun = new LinkedHashMap<>();
  private final Map<Long, Unresolved> unresolved = new LinkedHashMap<>();
  private long highest;

  OpenIntents(List<Unresolved> left) {
    for (Unresolved each : left) {
      unresolved.put(each.number(), each);
      begun.put(each.number(), new JournalRecord.Begin(each.number(), each.begun(), each.intent()));
      highest = Math.max(highest, each.number());
    }
  }

  /** A number for a new intent. */
  synchronized long nextNumber() {
    return ++highest;
  }

  synchronized void begin(JournalRecord.Begin begin) {
    begun.put(begin.number(), begin);
  }

  synchronized void settle(long number) {
    begun.remove(number);
    unresolved.remove(number);
  }

  /** Those an earlier process left. */
  synchronized List<Unresolved> unresolved() {
    return List.copyOf(unresolved.values());
  }

  synchronized List<JournalRecord.Begin> records() {
    return List.copyOf(begun.values());
  }

  synchronized boolean isEmpty() {
    return begun.isEmpty();
  }
}
