package dev.ingot.release.record;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Payload;
import dev.ingot.ledger.Query;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.rollout.LogCodec;
import dev.ingot.rollout.LogEntry;
import dev.ingot.rollout.LogFormatException;
import dev.ingot.rollout.RolloutLog;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logs of the rollouts of one release, in the ledger under the release's id: durable and
 * chained. Each entry has a number, so that a missing one is noticed.
 */
public final class RolloutRecord {
  private static final String KIND = "rollout.event";
  private static final int PAGE = 500;

  private final Ledger ledger;
  private final ReleaseId release;
  private final String actor;
  private long next;

  private RolloutRecord(Ledger ledger, ReleaseId release, String actor, long next) {
    this.ledger = ledger;
    this.release = release;
    this.actor = actor;
    this.next = next;
  }

  /**
   * The record of a release, to be written on.
   *
   * @param actor who acts, as {@code user@host}
   */
  public static RolloutRecord of(Ledger ledger, ReleaseId release, String actor) {
    return new RolloutRecord(ledger, release, actor, records(ledger, release).size());
  }

  /** The log of one rollout. */
  public RolloutLog log(String rollout) {
    return entries -> append(rollout, entries);
  }

  private synchronized void append(String rollout, List<LogEntry> entries) {
    List<Entry> records = new ArrayList<>();
    for (LogEntry entry : entries) {
      records.add(
          new Entry(
              actor,
              KIND,
              release.subject(),
              Payload.builder()
                  .text("rollout", rollout)
                  .number("number", next + records.size())
                  .object("entry", Payload.parse(LogCodec.write(entry)))
                  .build()));
    }
    ledger.append(records);
    next += records.size();
  }

  /**
   * What a record says.
   *
   * @param rollouts the states of the rollouts that have begun, by name, in the order they began
   * @param decisions what people decided about rollouts that waited for them, the oldest first
   * @param logs the entries of each rollout, by name, in the order they began
   * @param damage why it can't be relied on; empty where it can
   */
  public record Content(
      Map<String, Rollout> rollouts,
      List<Event> decisions,
      Map<String, List<LogEntry>> logs,
      Optional<String> damage) {
    /** Nothing is recorded. */
    public static final Content EMPTY =
        new Content(Map.of(), List.of(), Map.of(), Optional.empty());

    public Content {
      decisions = List.copyOf(decisions);
      logs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(logs));
      rollouts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rollouts));
    }
  }

  /**
   * Reads the record of a release.
   *
   * @throws NewerRecordException if a newer version of Ingot has written it
   */
  public static Content read(Ledger ledger, ReleaseId release) {
    Map<String, List<LogEntry>> logs = new LinkedHashMap<>();
    List<Event> decisions = new ArrayList<>();
    long number = 0;
    for (LedgerRecord record : records(ledger, release)) {
      try {
        if (!record.isIntact()) {
          return damaged("entry " + number + " was changed");
        }
        Value payload = ValueJson.parse(record.payload());
        if (!text(payload, "number").equals(Long.toString(number))) {
          return damaged("entry " + number + " is missing");
        }
        LogEntry entry =
            LogCodec.read(ValueJson.format(Values.attribute(payload, "entry").orElse(Values.NULL)));
        logs.computeIfAbsent(text(payload, "rollout"), _ -> new ArrayList<>()).add(entry);
        if (entry instanceof LogEntry.Happened(Event event)
            && (event instanceof Event.Confirmed || event instanceof Event.Aborted)) {
          decisions.add(event);
        }
      } catch (LogFormatException e) {
        if (e.isNewer()) {
          throw new NewerRecordException(release, String.valueOf(e.getMessage()));
        }
        return damaged("entry " + number + ": " + e.getMessage());
      }
      number++;
    }
    Map<String, Rollout> rollouts = new LinkedHashMap<>();
    logs.forEach(
        (name, entries) -> LogEntry.replay(entries).ifPresent(state -> rollouts.put(name, state)));
    return new Content(rollouts, decisions, logs, Optional.empty());
  }

  private static String text(Value payload, String name) {
    return switch (Values.attribute(payload, name).orElse(Values.NULL)) {
      case Value.StringValue(String text) -> text;
      case Value.NumberValue number -> number.number().toString();
      case Value _ -> "";
    };
  }

  private static Content damaged(String why) {
    return new Content(Map.of(), List.of(), Map.of(), Optional.of(why));
  }

  /** The records, the oldest first. */
  private static List<LedgerRecord> records(Ledger ledger, ReleaseId release) {
    List<LedgerRecord> all = new ArrayList<>();
    Query query = Query.newest(PAGE).ofKind(KIND).ofSubject(release.subject());
    List<LedgerRecord> page = ledger.records(query);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = ledger.records(query.before(page.getLast().sequence()));
    }
    return all.reversed();
  }
}
