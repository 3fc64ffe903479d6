package dev.ingot.rollout.core;

import java.time.Instant;
import java.util.List;

/**
 * An action for the driver. Each except {@link Wait} and {@link Finish} is answered by the event of
 * its name.
 */
public sealed interface Effect {
  /** Create the new machines of a wave; the old ones stay. */
  record Create(int wave, List<Slice> slices) implements Effect {}

  /** Move what depends on the machines of a wave to the new ones. */
  record Move(int wave, List<Slice> slices) implements Effect {}

  /** Destroy the old machines of a wave. */
  record Retire(int wave, List<Slice> slices) implements Effect {}

  /** Move what depends on the machines of a wave back to the old ones and destroy the new ones. */
  record TakeBack(int wave, List<Slice> slices) implements Effect {}

  /** Redeploy the last verified release: earlier waves no longer have old machines. */
  record Redeploy(String reason) implements Effect {}

  /** Probe the new machines of these slices from now on, until the next such effect. */
  record Probe(List<Slice> slices) implements Effect {}

  /** Send a {@link Event.Tick} at this time, unless something happens before. */
  record Wait(Instant until) implements Effect {}

  /** The rollout has ended. */
  record Finish(Outcome outcome) implements Effect {}
}
