package dev.ingot.rollout.core;

import java.time.Instant;
import java.util.List;

/**
 * An action for the driver. Each except {@link Probe}, {@link Wait}, {@link Suspend} and {@link
 * Finish} is answered by the event of its name.
 */
public sealed interface Effect {
  /** Destroy the old machines of a wave before their successors are created. */
  record Vacate(int wave, List<Slice> slices) implements Effect {}

  /** Create the new machines of a wave; the old ones stay. */
  record Create(int wave, List<Slice> slices) implements Effect {}

  /** Move what depends on the machines of a wave to the new ones. */
  record Move(int wave, List<Slice> slices) implements Effect {}

  /**
   * Compare new machines with old ones until a moment.
   *
   * @param fresh the slices whose machines are new
   * @param old those whose machines are old; none once all are new
   */
  record Analyse(int wave, List<Slice> fresh, List<Slice> old, Instant until) implements Effect {}

  /** Destroy the old machines of these slices. */
  record Retire(int wave, List<Slice> slices) implements Effect {}

  /** Move what depends on these machines back to the old ones and destroy the new ones. */
  record TakeBack(int wave, List<Slice> slices) implements Effect {}

  /** Redeploy the last verified release: some old machines no longer exist. */
  record Redeploy(String reason) implements Effect {}

  /**
   * Probe the new machines of these slices from now on, until the next such effect.
   *
   * @param release whether the checks of the release are made, too
   */
  record Probe(List<Slice> slices, boolean release) implements Effect {
    /** Without the checks of the release. */
    public Probe(List<Slice> slices) {
      this(slices, false);
    }
  }

  /** Send a {@link Event.Tick} at this time, unless something happens before. */
  record Wait(Instant until) implements Effect {}

  /** Leave off: a person has to confirm or abort. The log has all that is needed to resume. */
  record Suspend(Outcome.Waiting waiting) implements Effect {}

  /** The rollout has ended. */
  record Finish(Outcome outcome) implements Effect {}

  /** Whether the events that led to it must be in the log before it is carried out. */
  default boolean isDurable() {
    return switch (this) {
      case Vacate _, Create _, Move _, Retire _, TakeBack _, Redeploy _, Suspend _, Finish _ ->
          true;
      case Probe _, Analyse _, Wait _ -> false;
    };
  }
}
