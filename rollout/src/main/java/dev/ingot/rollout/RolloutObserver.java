package dev.ingot.rollout;

import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;

/** Receives every step of a rollout, in order, on one thread. */
public interface RolloutObserver {
  /** Ignores everything. */
  RolloutObserver NONE =
      new RolloutObserver() {
        @Override
        public void stepped(Event event, Rollout before, Rollout after) {}

        @Override
        public void doing(Effect effect, Rollout rollout) {}
      };

  /** An event has led to a new state. */
  void stepped(Event event, Rollout before, Rollout after);

  /** Something is about to be done. */
  void doing(Effect effect, Rollout rollout);
}
