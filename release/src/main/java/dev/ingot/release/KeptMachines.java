package dev.ingot.release;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Slice;
import dev.ingot.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Old machines that the rollouts of the last verified release kept, so that one can return to them
 * at once.
 *
 * @param rollouts the rollouts that kept them
 * @param until until when; empty if there are none
 * @param origin the number of the release they are from; empty if there are none
 */
record KeptMachines(List<Rollout> rollouts, Optional<Instant> until, Optional<Long> origin) {
  KeptMachines {
    rollouts = List.copyOf(rollouts);
  }

  private static final KeptMachines NONE =
      new KeptMachines(List.of(), Optional.empty(), Optional.empty());

  /** Reads them from the record; a state without deposed objects has none. */
  static KeptMachines of(ReleaseRecorder recorder, Ledger ledger, State state) {
    boolean beside =
        state
            .instances()
            .anyMatch(
                address ->
                    state.instance(address).filter(one -> !one.deposed().isEmpty()).isPresent());
    return beside ? of(recorder, ledger) : NONE;
  }

  /** Reads them from the record. */
  static KeptMachines of(ReleaseRecorder recorder, Ledger ledger) {
    List<Release> verified =
        recorder.all().stream()
            .filter(release -> release.outcome() == ReleaseOutcome.VERIFIED)
            .limit(2)
            .toList();
    List<Rollout> rollouts = new ArrayList<>();
    Optional<Instant> until = Optional.empty();
    if (verified.size() == 2) {
      for (Rollout one : RolloutRecord.read(ledger, verified.getFirst().id()).rollouts().values()) {
        Optional<Instant> kept = keptUntil(one);
        if (kept.isPresent()) {
          rollouts.add(one);
          until = Optional.of(until.filter(kept.get()::isBefore).orElse(kept.get()));
        }
      }
    }
    if (rollouts.isEmpty()) {
      return NONE;
    }
    Release before = verified.getLast();
    return new KeptMachines(
        rollouts, until, Optional.of(before.rollbackOf().orElse(before.id().number())));
  }

  private static Optional<Instant> keptUntil(Rollout rollout) {
    return rollout.outcome().orElse(null) instanceof Outcome.Promoted(Optional<Instant> until)
        ? until
        : Optional.empty();
  }

  private Map<InstanceAddress, DeposedKey> keys() {
    Map<InstanceAddress, DeposedKey> keys = new HashMap<>();
    for (Rollout rollout : rollouts) {
      for (Slice slice : rollout.slices()) {
        slice.served().ifPresent(key -> keys.put(slice.address(), key));
      }
    }
    return keys;
  }

  /** Whether a plan destroys some of them and changes nothing else. */
  boolean isAllThatEnds(Plan plan) {
    Map<InstanceAddress, DeposedKey> keys = keys();
    List<ResourceChange> changes =
        plan.changes().stream().filter(change -> change.action() != ChangeAction.NO_OP).toList();
    return !changes.isEmpty()
        && plan.outputs().values().stream()
            .noneMatch(output -> output.action() != ChangeAction.NO_OP)
        && changes.stream()
            .allMatch(
                change ->
                    change.deposed().isPresent()
                        && change
                            .deposed()
                            .equals(Optional.ofNullable(keys.get(change.address()))));
  }
}
