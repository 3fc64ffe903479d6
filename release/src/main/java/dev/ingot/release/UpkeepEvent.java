package dev.ingot.release;

import dev.ingot.release.drift.Finding;
import dev.ingot.release.repave.Rebuild;
import dev.ingot.release.repave.Repave;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a pass of upkeep found and did. */
public sealed interface UpkeepEvent {
  /** The stack was looked at. */
  record Surveyed(Survey survey) implements UpkeepEvent {}

  /** These are replaced because they have drifted. */
  record Repairing(List<Finding> findings) implements UpkeepEvent {
    public Repairing {
      findings = List.copyOf(findings);
    }
  }

  /** There is something to repair, but not now. */
  record RepairWaits(Optional<Instant> until, String why) implements UpkeepEvent {}

  /** Upkeep is paused: a person has to look at a release first. */
  record Paused(String why) implements UpkeepEvent {}

  /** What a process that died had begun is finished. */
  record Finishing(String subject) implements UpkeepEvent {}

  /** The templates are baked again for what is chosen, or because their schedule says so. */
  record Rebuilding(Rebuild.Decision decision) implements UpkeepEvent {}

  /** Images that were baked again are no better, or are not baked again now. */
  record RebuildWaits(List<Rebuild.Waiting> waiting) implements UpkeepEvent {
    public RebuildWaits {
      waiting = List.copyOf(waiting);
    }
  }

  /** What was decided on repaving; those chosen are replaced now. */
  record Repaving(Repave.Decision decision) implements UpkeepEvent {}

  /** What was begun has ended. */
  record Ended(ReleaseResult result) implements UpkeepEvent {}
}
