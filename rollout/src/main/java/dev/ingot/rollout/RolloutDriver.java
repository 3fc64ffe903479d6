package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Time;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.RolloutCore;
import dev.ingot.rollout.core.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Executes the effects of the core: one thread feeds it events and starts its effects; stages and
 * probes run concurrently and answer with events.
 */
public final class RolloutDriver {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

  /** The longest wait for an event where no deadline is closer. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Stages stages;
  private final Prober prober;
  private final List<HealthCheck> checks;
  private final RolloutObserver observer;
  private final Time time;
  private final RolloutLog log;
  private final UnwrittenEvents unwritten = new UnwrittenEvents();
  private final EventInbox events = new EventInbox();
  private final ConcurrentHashMap<InstanceAddress, Thread> probing = new ConcurrentHashMap<>();
  private Optional<Instant> wake = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();

  /**
   * @param checks all of them make a machine healthy
   * @param time by which machines are probed and deadlines pass
   */
  public RolloutDriver(
      Stages stages,
      Prober prober,
      List<HealthCheck> checks,
      RolloutObserver observer,
      Time time,
      RolloutLog log) {
    this.stages = stages;
    this.prober = prober;
    this.checks = List.copyOf(checks);
    this.observer = observer;
    this.time = time;
    this.log = log;
  }

  /** Cancels a running rollout, which rolls back. Safe from any thread. */
  public void cancel(String who) {
    events.add(new Event.Cancelled(time.instant(), who));
  }

  /** Runs a rollout from its start to its end. */
  public Outcome run(Rollout start) throws InterruptedException {
    log.append(List.of(new LogEntry.Began(start)));
    return run(start, new Event.Started(time.instant()));
  }

  /** Resumes a rollout whose process has died, from the state of its log. */
  public Outcome resume(Rollout state) throws InterruptedException {
    return state.outcome().isPresent()
        ? state.outcome().get()
        : run(state, new Event.Resumed(time.instant()));
  }

  private Outcome run(Rollout start, Event first) throws InterruptedException {
    Rollout rollout = start;
    ArrayDeque<Event> next = new ArrayDeque<>(List.of(first));
    try {
      while (outcome.isEmpty()) {
        Event event = next.isEmpty() ? await() : next.removeFirst();
        RolloutCore.Step step = RolloutCore.next(rollout, event);
        unwritten.add(event, rollout, step.rollout());
        if (step.effects().stream().anyMatch(RolloutDriver::isDurable)) {
          log.append(unwritten.take());
        }
        observer.stepped(event, rollout, step.rollout());
        rollout = step.rollout();
        for (Effect effect : step.effects()) {
          observer.doing(effect, rollout);
          act(effect);
        }
      }
      return outcome.get();
    } finally {
      probe(List.of());
    }
  }

  /** Whether the events that led to an effect must be logged before it. */
  private static boolean isDurable(Effect effect) {
    return switch (effect) {
      case Effect.Create _,
          Effect.Move _,
          Effect.Retire _,
          Effect.TakeBack _,
          Effect.Redeploy _,
          Effect.Finish _ ->
          true;
      case Effect.Probe _, Effect.Wait _ -> false;
    };
  }

  private Event await() throws InterruptedException {
    while (true) {
      Instant until = wake.orElse(time.instant().plus(PATIENCE));
      Optional<Event> event = events.next(time, until);
      if (event.isPresent()) {
        return event.get();
      }
      if (wake.isPresent() && !time.instant().isBefore(until)) {
        wake = Optional.empty();
        return new Event.Tick(time.instant());
      }
    }
  }

  private void act(Effect effect) {
    switch (effect) {
      case Effect.Create(int wave, List<Slice> slices) ->
          stage(
              () -> stages.create(addresses(slices)),
              result -> new Event.Created(time.instant(), wave, result));
      case Effect.Move(int wave, List<Slice> slices) ->
          stage(
              () -> stages.move(addresses(slices)),
              result -> new Event.Moved(time.instant(), wave, result));
      case Effect.Retire(int wave, List<Slice> slices) ->
          stage(
              () -> stages.retire(addresses(slices)),
              result -> new Event.Retired(time.instant(), wave, result));
      case Effect.TakeBack(int wave, List<Slice> slices) ->
          stage(
              () -> stages.takeBack(addresses(slices)),
              result -> new Event.TakenBack(time.instant(), wave, result));
      case Effect.Redeploy(String reason) ->
          stage(
              () -> stages.redeploy(reason),
              result -> new Event.Redeployed(time.instant(), result));
      case Effect.Probe(List<Slice> slices) -> probe(addresses(slices));
      case Effect.Wait(Instant until) -> wake = Optional.of(until);
      case Effect.Finish(Outcome end) -> outcome = Optional.of(end);
    }
  }

  private static List<InstanceAddress> addresses(List<Slice> slices) {
    return slices.stream().map(Slice::address).toList();
  }

  private interface Stage {
    Result run() throws InterruptedException;
  }

  private interface Answer {
    Event of(Result result);
  }

  private void stage(Stage stage, Answer answer) {
    Thread _ =
        time.start(
            "rollout-stage",
            () -> {
              Result result =
                  new Result.Failed("it ended without a result; this is a bug in Ingot");
              try {
                result = stage.run();
              } catch (InterruptedException e) {
                result = new Result.Failed("interrupted");
              } finally {
                events.add(answer.of(result));
              }
            });
  }

  private void probe(List<InstanceAddress> addresses) {
    Set<InstanceAddress> wanted = new HashSet<>(addresses);
    probing.forEach(
        (address, thread) -> {
          if (!wanted.contains(address)) {
            probing.remove(address);
            thread.interrupt();
          }
        });
    for (InstanceAddress address : addresses) {
      probing.computeIfAbsent(
          address, _ -> time.start("probe " + address, () -> probeRepeatedly(address)));
    }
  }

  private void probeRepeatedly(InstanceAddress address) {
    Duration interval =
        checks.stream()
            .map(HealthCheck::interval)
            .min(Duration::compareTo)
            .orElse(DEFAULT_INTERVAL);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Verdict verdict = Verdict.of(address.toString(), () -> prober.probe(address, checks));
        events.add(new Event.Probed(time.instant(), address, verdict));
        time.sleep(interval);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
