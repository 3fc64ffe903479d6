package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import java.time.Instant;

/** An event, with the time at which the driver observed it. */
public sealed interface Event {
  /** When. */
  Instant at();

  /** The rollout begins. */
  record Started(Instant at) implements Event {}

  /** The rollout resumes in another process after its own has died. */
  record Resumed(Instant at) implements Event {}

  /** Time has passed. */
  record Tick(Instant at) implements Event {}

  /** The old machines of a wave were destroyed before their successors, or that failed. */
  record Vacated(Instant at, int wave, Result result) implements Event {}

  /** The new machines of a wave were created, or that failed. */
  record Created(Instant at, int wave, Result result) implements Event {}

  /** The dependents of a wave were moved to the new machines, or that failed. */
  record Moved(Instant at, int wave, Result result) implements Event {}

  /** The new machines of a wave were compared with the old ones. */
  record Analysed(Instant at, int wave, AnalysisVerdict verdict) implements Event {}

  /** The old machines of a wave were destroyed, or that failed. */
  record Retired(Instant at, int wave, Result result) implements Event {}

  /** A wave was rolled back to its old machines, or that failed. */
  record TakenBack(Instant at, int wave, Result result) implements Event {}

  /** The last verified release was redeployed, or that failed. */
  record Redeployed(Instant at, Result result) implements Event {}

  /** A probe of the machine that is new for a slice. Missing data is never healthy. */
  record Probed(Instant at, InstanceAddress address, Verdict verdict) implements Event {}

  /** What the checks of the release say. Missing data is never healthy. */
  record Verified(Instant at, Verdict verdict) implements Event {}

  /** A person confirms that a rollout continues that waits for it. */
  record Confirmed(Instant at, String who) implements Event {}

  /** A person asks a rollout that waits, or runs, to be rolled back. */
  record Aborted(Instant at, String who) implements Event {}

  /** Someone asks to stop. */
  record Cancelled(Instant at, String who) implements Event {}

  /** How an effect ended. */
  sealed interface Result {
    /** As asked. */
    record Done() implements Result {}

    /** It failed; with the message. */
    record Failed(String message) implements Result {}
  }
}
