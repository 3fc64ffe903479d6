package dev.ingot.rollout.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Event.Result;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Machines that answer effects as a seed decides. What a rollout must never do is held against
 * every step.
 */
final class SimulatedFleet {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Random random;
  private final double trouble;
  private final Strategy strategy;
  private final int size;
  private final Map<InstanceAddress, String> serving = new HashMap<>();
  private final Set<InstanceAddress> newMachines = new HashSet<>();
  private final Set<InstanceAddress> oldMachines = new HashSet<>();
  private final ArrayDeque<Event> inbox = new ArrayDeque<>();
  private final List<Event> fed = new ArrayList<>();
  private final Rollout start;
  private Rollout rollout;
  private Instant now = START;
  private Optional<Outcome> outcome = Optional.empty();
  private boolean busy;
  private int reverts;
  private int waits;

  SimulatedFleet(long seed, double trouble, Strategy strategy, List<Slice> slices) {
    this.random = new Random(seed);
    this.trouble = trouble;
    this.strategy = strategy;
    this.size = slices.size();
    this.start = Rollout.of(strategy, slices);
    this.rollout = start;
    slices.stream()
        .filter(Slice::replacesAnOldMachine)
        .forEach(
            slice -> {
              serving.put(slice.address(), "old");
              oldMachines.add(slice.address());
            });
  }

  Outcome run() {
    feed(new Event.Started(now));
    for (int steps = 0; steps < 40_000 && outcome.isEmpty(); steps++) {
      now = now.plusMillis(random.nextInt(trouble > 0 ? 900 : 100));
      if (!inbox.isEmpty() && random.nextInt(3) > 0) {
        busy = false;
        feed(inbox.removeFirst());
      } else if (rollout.waiting().isPresent()) {
        decide();
      } else if (random.nextInt(4) == 0 || rollout.health().isEmpty()) {
        feed(new Event.Tick(now));
      } else if (random.nextInt(4) == 0) {
        feed(new Event.Verified(now, verdict()));
      } else {
        List<InstanceAddress> addresses = List.copyOf(rollout.health().keySet());
        feed(new Event.Probed(now, addresses.get(steps % addresses.size()), verdict()));
      }
      disturb();
    }
    return outcome.orElseThrow(() -> new AssertionError("never ended: " + rollout));
  }

  /** Late and repeated events, somebody who wants to stop, decisions nobody asked for. */
  private void disturb() {
    if (random.nextInt(50) == 0) {
      feed(new Event.Moved(now, rollout.wave() + 1 + random.nextInt(3), new Result.Done()));
    }
    if (random.nextInt(50) == 0 && rollout.waiting().isEmpty()) {
      feed(new Event.Confirmed(now, "eve"));
    }
    if (trouble > 0 && random.nextInt(400) == 0) {
      feed(new Event.Cancelled(now, "someone"));
    }
  }

  private void decide() {
    waits++;
    assertThat(busy).as("nothing runs while a person is waited for").isFalse();
    feed(
        trouble > 0 && random.nextInt(6) == 0
            ? new Event.Aborted(now, "ann")
            : new Event.Confirmed(now, "bob"));
  }

  private Verdict verdict() {
    double dice = random.nextDouble();
    return dice < trouble / 10
        ? new Verdict.Dead("exited with 1")
        : dice < trouble
            ? new Verdict.Unhealthy("GET /healthz", "503")
            : new Verdict.Healthy("GET /healthz", "200");
  }

  private Result result() {
    return random.nextDouble() < trouble / 10 ? new Result.Failed("no") : new Result.Done();
  }

  private AnalysisVerdict analysis() {
    double dice = random.nextDouble();
    return dice < trouble / 4
        ? new AnalysisVerdict.Failed("worse")
        : dice < trouble / 2
            ? new AnalysisVerdict.Inconclusive("no data")
            : new AnalysisVerdict.Successful("as good");
  }

  private void feed(Event event) {
    fed.add(event);
    RolloutCore.Step step = RolloutCore.next(rollout, event);
    rollout = step.rollout();
    step.effects().forEach(this::act);
    serving.forEach(
        (address, machine) ->
            assertThat(machine.equals("old") ? oldMachines : newMachines)
                .as("what serves for %s exists", address)
                .contains(address));
    assertThat(size - serving.size())
        .as("machines that serve no longer, because of what was done")
        .isLessThanOrEqualTo(mayBeMissing());
  }

  /** How many of the group may serve no longer by our own action. */
  private int mayBeMissing() {
    boolean first = start.waves().isEmpty() || !start.replacesOldMachines();
    return first
        ? size
        : switch (strategy.method()) {
          case Method.Recreate _ -> size;
          case Method.Rolling rolling -> rolling.surge() ? 0 : rolling.most().of(size);
          case Method.BlueGreen _, Method.Canary _, Method.Delegated _ -> 0;
        };
  }

  private void act(Effect effect) {
    assertThat(outcome).as("nothing is done after the end").isEmpty();
    boolean stage =
        effect.isDurable()
            && !(effect instanceof Effect.Finish || effect instanceof Effect.Suspend);
    assertThat(stage && busy).as("%s while another stage is being done", effect).isFalse();
    busy |= stage;
    switch (effect) {
      case Effect.Vacate(int wave, List<Slice> slices) -> {
        assertThat(strategy.method().destroysFirst()).isTrue();
        slices.forEach(
            slice -> {
              serving.remove(slice.address());
              oldMachines.remove(slice.address());
            });
        inbox.add(new Event.Vacated(now, wave, result()));
      }
      case Effect.Create(int wave, List<Slice> slices) -> {
        slices.forEach(slice -> newMachines.add(slice.address()));
        inbox.add(new Event.Created(now, wave, result()));
      }
      case Effect.Move(int wave, List<Slice> slices) -> {
        Result result = result();
        assertThat(slices).allMatch(this::proved);
        if (result instanceof Result.Done) {
          slices.forEach(slice -> serving.put(slice.address(), "new"));
        }
        inbox.add(new Event.Moved(now, wave, result));
      }
      case Effect.Analyse(int wave, var _, var _, var _) ->
          inbox.add(new Event.Analysed(now, wave, analysis()));
      case Effect.Retire(int wave, List<Slice> slices) -> {
        slices.forEach(slice -> oldMachines.remove(slice.address()));
        inbox.add(new Event.Retired(now, wave, result()));
      }
      case Effect.TakeBack(int wave, List<Slice> slices) -> {
        reverts++;
        slices.forEach(
            slice -> {
              if (slice.replacesAnOldMachine()) {
                serving.put(slice.address(), "old");
              } else {
                serving.remove(slice.address());
              }
              newMachines.remove(slice.address());
            });
        inbox.add(new Event.TakenBack(now, wave, result()));
      }
      case Effect.Redeploy _ -> {
        reverts++;
        inbox.add(new Event.Redeployed(now, result()));
      }
      case Effect.Probe _, Effect.Wait _, Effect.Suspend _ -> {}
      case Effect.Finish(Outcome end) -> outcome = Optional.of(end);
    }
  }

  private boolean proved(Slice slice) {
    Rollout.SliceHealth known = rollout.health().get(slice.address());
    return known != null && known.proved() && known.healthySince().isPresent();
  }

  /** How often it was rolled back, counting the two halves of one way back as one. */
  int reverts() {
    return Math.max(0, reverts);
  }

  int waits() {
    return waits;
  }

  boolean everythingIsNew() {
    return newMachines.size() == size;
  }

  /** Old machines that are left. */
  int old() {
    return oldMachines.size();
  }

  Rollout state() {
    return rollout;
  }

  /** The state after some of the events. */
  Rollout replayed(int events) {
    Rollout state = start;
    for (Event event : fed.subList(0, Math.min(events, fed.size()))) {
      state = RolloutCore.next(state, event).rollout();
    }
    return state;
  }

  int events() {
    return fed.size();
  }
}
