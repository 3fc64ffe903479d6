package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import java.time.Instant;

/** What happened, with the time at which the driver saw it. */
public sealed interface Event {
  /** When. */
  Instant at();

  /** The rollout begins. */
  record Started(Instant at) implements Event {}

  /** The rollout goes on in another process, after the one that carried it out has ended. */
  record Resumed(Instant at) implements Event {}

  /** Time has passed. */
  record Tick(Instant at) implements Event {}

  /** The new machines of a wave were made, or could not be. */
  record Created(Instant at, int wave, Result result) implements Event {}

  /** What depends on the machines of a wave uses the new ones now, or could not be moved. */
  record Moved(Instant at, int wave, Result result) implements Event {}

  /** The old machines of a wave are gone, or could not be destroyed. */
  record Retired(Instant at, int wave, Result result) implements Event {}

  /** The old machines of a wave serve again and the new ones are gone, or that failed. */
  record TakenBack(Instant at, int wave, Result result) implements Event {}

  /** The last verified release is deployed again, or that failed. */
  record Redeployed(Instant at, Result result) implements Event {}

  /** A probe of the machine that is new for a slice. Missing data is never healthy. */
  record Probed(Instant at, InstanceAddress address, Verdict verdict) implements Event {}

  /** Someone asks to stop. */
  record Cancelled(Instant at, String who) implements Event {}

  /** How an effect ended. */
  sealed interface Result {
    /** As asked. */
    record Done() implements Result {}

    /** It failed; what was said. */
    record Failed(String message) implements Result {}
  }
}
