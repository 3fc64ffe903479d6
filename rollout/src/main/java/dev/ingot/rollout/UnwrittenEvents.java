package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.SliceHealth;
import java.util.ArrayList;
import java.util.List;

/**
 * Events that have changed the state of a rollout and are not in its log yet. They are written
 * together with the first event that has a durable effect; a crash loses only results of probes,
 * which run again. Events that changed nothing are left out, as is evidence of an unhealthy machine
 * once newer evidence replaces it: the resulting state is the same.
 */
final class UnwrittenEvents {
  private final List<Unwritten> events = new ArrayList<>();

  private record Unwritten(Event event, boolean onlyEvidence) {}

  /** Adds an event, unless it changed nothing. */
  void add(Event event, Rollout before, Rollout after) {
    if (before.equals(after)) {
      return;
    }
    boolean onlyEvidence = false;
    if (event instanceof Event.Probed(var _, InstanceAddress machine, Verdict.Unhealthy _)) {
      onlyEvidence = changesOnlyEvidence(machine, before, after);
      if (onlyEvidence) {
        dropOlderEvidence(machine);
      }
    }
    events.add(new Unwritten(event, onlyEvidence));
  }

  private static boolean changesOnlyEvidence(
      InstanceAddress machine, Rollout before, Rollout after) {
    SliceHealth was = before.health().get(machine);
    SliceHealth is = after.health().get(machine);
    return was != null
        && is != null
        && is.equals(was.withEvidence(is.evidence()))
        && after.equals(before.with(machine, is));
  }

  private void dropOlderEvidence(InstanceAddress machine) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).event() instanceof Event.Probed probed
          && probed.address().equals(machine)) {
        if (events.get(i).onlyEvidence()) {
          events.remove(i);
        }
        return;
      }
    }
  }

  /** Removes and returns them, in order. */
  List<LogEntry> take() {
    List<LogEntry> entries = new ArrayList<>();
    events.forEach(each -> entries.add(new LogEntry.Happened(each.event())));
    events.clear();
    return entries;
  }
}
