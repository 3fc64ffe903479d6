package dev.ingot.release.record;

import dev.ingot.address.InstanceAddress;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.rollout.LogEntry;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Slice;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When machines were created, by the records of the rollouts that created them. What another
 * program created, or no rollout, is unknown. Keeps what it has read of releases that have ended.
 */
public final class MachineBirths {
  private final Ledger ledger;
  private final Map<ReleaseId, List<Step>> ended = new HashMap<>();

  /** The births recorded in a ledger. */
  public MachineBirths(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Something that made a machine the present one.
   *
   * @param born whether the machine was created; otherwise the one before it came back
   */
  private record Step(InstanceAddress address, Instant at, boolean born) {}

  /** When the present machines of a stack were created, as far as that is known. */
  public Map<InstanceAddress, Instant> of(String stack) {
    Map<InstanceAddress, Deque<Instant>> births = new HashMap<>();
    for (Release release : ledger.releases().of(stack).reversed()) {
      for (Step step : steps(release)) {
        Deque<Instant> known = births.computeIfAbsent(step.address(), _ -> new ArrayDeque<>());
        if (step.born()) {
          known.push(step.at());
        } else {
          known.poll();
        }
      }
    }
    Map<InstanceAddress, Instant> present = new HashMap<>();
    births.forEach(
        (address, known) ->
            Optional.ofNullable(known.peek()).ifPresent(at -> present.put(address, at)));
    return present;
  }

  private List<Step> steps(Release release) {
    List<Step> known = ended.get(release.id());
    if (known != null) {
      return known;
    }
    List<Step> steps = new ArrayList<>();
    // Where the record is damaged, of which deployments warn, the age of machines is unknown.
    RolloutRecord.read(ledger, release.id()).logs().values().forEach(log -> read(log, steps));
    if (release.outcome() != ReleaseOutcome.RUNNING) {
      ended.put(release.id(), steps);
    }
    return steps;
  }

  private static void read(List<LogEntry> log, List<Step> steps) {
    List<List<Slice>> waves = List.of();
    for (LogEntry entry : log) {
      switch (entry) {
        case LogEntry.Began(var start) -> waves = start.waves();
        case LogEntry.Happened(Event.Created(Instant at, int wave, Event.Result.Done _)) ->
            add(waves, wave, at, true, steps);
        case LogEntry.Happened(Event.TakenBack(Instant at, int wave, Event.Result.Done _)) ->
            add(waves, wave, at, false, steps);
        case LogEntry.Happened _ -> {}
      }
    }
  }

  private static void add(
      List<List<Slice>> waves, int wave, Instant at, boolean born, List<Step> steps) {
    if (wave >= 0 && wave < waves.size()) {
      waves.get(wave).forEach(slice -> steps.add(new Step(slice.address(), at, born)));
    }
  }
}
