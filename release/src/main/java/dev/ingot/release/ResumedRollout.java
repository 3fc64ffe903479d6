package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.Slice;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether an interrupted rollout can resume with a newer plan. */
final class ResumedRollout {
  private ResumedRollout() {}

  /**
   * Whether the plan keeps everything the rollout has completed. If not, it was changed from
   * outside in the meantime, and a new rollout has to begin.
   */
  static boolean fits(Rollout rollout, Plan plan) {
    if (rollout.outcome().isPresent()
        || rollout.phase() == Phase.TAKING_BACK
        || rollout.phase() == Phase.REDEPLOYING) {
      return true;
    }
    Set<InstanceAddress> done =
        rollout.replacedSlices().stream().map(Slice::address).collect(Collectors.toSet());
    if (rollout.phase() == Phase.RETIRING) {
      rollout.currentSlices().forEach(slice -> done.add(slice.address()));
    }
    for (ResourceChange change : plan.changes()) {
      if (change.deposed().isEmpty()
          && done.contains(change.address())
          && change.action().isReplace()) {
        return false;
      }
    }
    return true;
  }
}
