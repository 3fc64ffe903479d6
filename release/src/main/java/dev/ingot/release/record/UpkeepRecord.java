package dev.ingot.release.record;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Payload;
import dev.ingot.ledger.Query;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.release.repair.Attempt;
import dev.ingot.release.repair.Attempt.End;
import dev.ingot.release.repave.Rebuild;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What upkeep has begun on one stack, in the ledger, each written down before it is begun. */
public final class UpkeepRecord {
  private static final String STARTED = "upkeep.started";
  private static final String FINISHED = "upkeep.finished";
  private static final String RESUMED = "upkeep.resumed";
  private static final int MOST = 2000;

  private final Ledger ledger;
  private final String stack;
  private final String actor;

  /**
   * The record of a stack.
   *
   * @param actor who acts, as {@code user@host}
   */
  public UpkeepRecord(Ledger ledger, String stack, String actor) {
    this.ledger = ledger;
    this.stack = stack;
    this.actor = actor;
  }

  /** What was begun. */
  public enum Work {
    /** Machines that have drifted are replaced. */
    REPAIR,
    /** Machines are replaced by ones of the same image. */
    REPAVE,
    /** Machines are replaced by ones of the image that its channel points to. */
    IMAGE,
    /** Templates are baked again. */
    REBUILD
  }

  /**
   * Something that was begun.
   *
   * @param number names it
   * @param causes names for why, as {@link dev.ingot.release.repave.Rebuild} gives them
   * @param end empty if its process has died, or it goes on
   */
  public record Begun(
      long number, Work work, Instant at, String subject, List<String> causes, Optional<End> end) {
    public Begun {
      causes = List.copyOf(causes);
    }
  }

  /**
   * Something begins.
   *
   * @param subject the machine, or the first of several
   * @return its number
   */
  public long start(Work work, String subject) {
    return start(work, subject, List.of());
  }

  /** The same for some causes. */
  public long start(Work work, String subject, List<String> causes) {
    return ledger
        .append(
            new Entry(
                actor,
                STARTED,
                stack,
                Payload.builder()
                    .text("work", work.name())
                    .text("subject", subject)
                    .texts("causes", causes)
                    .build()))
        .sequence();
  }

  /** It has ended. */
  public void finish(long number, End end, String message) {
    LedgerRecord _ =
        ledger.append(
            new Entry(
                actor,
                FINISHED,
                stack,
                Payload.builder()
                    .text("number", Long.toString(number))
                    .text("end", end.name())
                    .text("message", message)
                    .build()));
  }

  /** What is paused may go on. */
  public void resume() {
    LedgerRecord _ = ledger.append(new Entry(actor, RESUMED, stack, Payload.builder().build()));
  }

  /** What was begun, the oldest first. */
  public List<Begun> all() {
    Map<String, End> ends = new HashMap<>();
    for (LedgerRecord record : ledger.records(query(FINISHED))) {
      End end =
          switch (text(record, "end")) {
            case "VERIFIED" -> End.VERIFIED;
            case "FAILED" -> End.FAILED;
            default -> End.UNKNOWN;
          };
      ends.put(text(record, "number"), end);
    }
    List<Begun> all = new ArrayList<>();
    for (LedgerRecord record : ledger.records(query(STARTED)).reversed()) {
      Work work =
          switch (text(record, "work")) {
            case "REPAIR" -> Work.REPAIR;
            case "IMAGE" -> Work.IMAGE;
            case "REBUILD" -> Work.REBUILD;
            default -> Work.REPAVE;
          };
      all.add(
          new Begun(
              record.sequence(),
              work,
              record.time(),
              text(record, "subject"),
              causes(record),
              Optional.ofNullable(ends.get(Long.toString(record.sequence())))));
    }
    return all;
  }

  /** The bakes among them. */
  public static List<Rebuild.Tried> rebuilds(List<Begun> all) {
    return all.stream()
        .filter(one -> one.work() == Work.REBUILD)
        .map(
            one ->
                new Rebuild.Tried(
                    one.at(), one.causes(), one.end().equals(Optional.of(End.VERIFIED))))
        .toList();
  }

  /** The repairs among them. */
  public static List<Attempt> attempts(List<Begun> all) {
    List<Attempt> attempts = new ArrayList<>();
    for (Begun one : all) {
      if (one.work() == Work.REPAIR) {
        try {
          attempts.add(
              new Attempt(
                  InstanceAddress.parse(one.subject()), one.at(), one.end().orElse(End.UNKNOWN)));
        } catch (AddressException e) {
          // Whatever that was, it concerns no instance that can drift.
        }
      }
    }
    return attempts;
  }

  /** When what was paused went on last: for a person, or with a new release that was verified. */
  public Optional<Instant> resumed() {
    Optional<Instant> asked =
        ledger.records(Query.newest(1).ofKind(RESUMED).ofSubject(stack)).stream()
            .findFirst()
            .map(LedgerRecord::time);
    Optional<Instant> released =
        ledger.releases().of(stack).stream()
            .filter(release -> release.outcome() == ReleaseOutcome.VERIFIED)
            .filter(release -> release.rollbackOf().isEmpty())
            .findFirst()
            .flatMap(Release::finished);
    return asked.isPresent() && released.filter(asked.get()::isBefore).isEmpty() ? asked : released;
  }

  private static List<String> causes(LedgerRecord record) {
    Value payload = ValueJson.parse(record.payload());
    return Values.attribute(payload, "causes").flatMap(Values::elements).orElse(List.of()).stream()
        .flatMap(cause -> Values.text(cause).stream())
        .toList();
  }

  private Query query(String kind) {
    return Query.newest(MOST).ofKind(kind).ofSubject(stack);
  }

  private static String text(LedgerRecord record, String name) {
    Value payload = ValueJson.parse(record.payload());
    return Values.attribute(payload, name).flatMap(Values::text).orElse("");
  }
}
