package dev.ingot.release;

import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.LogEntry;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person decides about a rollout that waits. It is in the record before anything follows
 * from it, and it is written only while the state is locked, so that nothing is decided twice.
 *
 * @param release the open release
 */
record Decision(ReleaseParts parts, ReleaseId release) {
  /** Writes it; returns why that is refused. */
  Optional<String> write(boolean confirm) {
    RolloutRecord.Content record = RolloutRecord.read(parts.ledger(), release);
    if (record.damage().isPresent()) {
      return Optional.of(
          "The record of release "
              + release.number()
              + " is damaged: "
              + record.damage().get()
              + ". To return to the last verified release: ingot rollback.");
    }
    Optional<Map.Entry<String, Rollout>> waiting =
        record.rollouts().entrySet().stream()
            .filter(each -> each.getValue().waiting().isPresent())
            .findFirst();
    if (waiting.isEmpty()) {
      return Optional.of(notWaiting(release, record.decisions()));
    }
    Instant now = parts.time().instant();
    RolloutRecord.of(parts.ledger(), release, parts.actor())
        .log(waiting.get().getKey())
        .append(
            List.of(
                new LogEntry.Happened(
                    confirm
                        ? new Event.Confirmed(now, parts.actor())
                        : new Event.Aborted(now, parts.actor()))));
    return Optional.empty();
  }

  /** Why there is nothing to decide where no release is open. */
  static String none(ReleaseRecorder recorder, Ledger ledger) {
    List<Release> all = recorder.all();
    return all.isEmpty()
        ? "There is no release yet, so none waits for a confirmation."
        : notWaiting(
            all.getFirst().id(), RolloutRecord.read(ledger, all.getFirst().id()).decisions());
  }

  private static String notWaiting(ReleaseId release, List<Event> decisions) {
    String text = "Release " + release.number() + " does not wait for a confirmation";
    if (decisions.isEmpty()) {
      return text + ".";
    }
    return text
        + ": "
        + switch (decisions.getLast()) {
          case Event.Confirmed(Instant at, String who) -> who + " confirmed it at " + at + ".";
          case Event.Aborted(Instant at, String who) -> who + " aborted it at " + at + ".";
          case Event other -> "it went on at " + other.at() + ".";
        };
  }
}
