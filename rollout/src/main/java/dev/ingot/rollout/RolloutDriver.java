package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Time;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.core.AnalysisVerdict;
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
  private final StepAnalysis analysis;
  private Optional<Thread> verifying = Optional.empty();
  private Optional<Thread> analysing = Optional.empty();
  private Optional<Instant> wake = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();

  /**
   * @param checks all of them make a machine healthy
   * @param time by which machines are probed and deadlines pass
   * @param analysis compares new machines with old ones
   */
  public RolloutDriver(
      Stages stages,
      Prober prober,
      List<HealthCheck> checks,
      RolloutObserver observer,
      Time time,
      RolloutLog log,
      StepAnalysis analysis) {
    this.stages = stages;
    this.prober = prober;
    this.checks = List.copyOf(checks);
    this.observer = observer;
    this.time = time;
    this.log = log;
    this.analysis = analysis;
  }

  /** Cancels a running rollout, which rolls back. Safe from any thread. */
  public void cancel(String who) {
    events.add(new Event.Cancelled(time.instant(), who));
  }

  /** Runs a rollout from its start to its end, or until it waits for a person. */
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
        if (step.effects().stream().anyMatch(Effect::isDurable)) {
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
      verify(false);
      analysing.ifPresent(Thread::interrupt);
    }
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
      case Effect.Vacate(int wave, List<Slice> slices) ->
          stage(
              () -> stages.vacate(addresses(slices)),
              result -> new Event.Vacated(time.instant(), wave, result));
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
      case Effect.Analyse analyse -> analyse(analyse);
      case Effect.Probe(List<Slice> slices, boolean release) -> {
        probe(addresses(slices));
        verify(release);
      }
      case Effect.Wait(Instant until) -> wake = Optional.of(until);
      case Effect.Suspend(Outcome.Waiting waiting) -> outcome = Optional.of(waiting);
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

  private void analyse(Effect.Analyse effect) {
    analysing.ifPresent(Thread::interrupt);
    analysing =
        Optional.of(
            time.start(
                "rollout-analysis",
                () -> {
                  AnalysisVerdict verdict =
                      new AnalysisVerdict.Inconclusive("it ended without a verdict");
                  try {
                    verdict =
                        analysis.analyse(
                            addresses(effect.fresh()), addresses(effect.old()), effect.until());
                  } catch (InterruptedException e) {
                    verdict = new AnalysisVerdict.Inconclusive("interrupted");
                  } catch (RuntimeException e) {
                    verdict = new AnalysisVerdict.Inconclusive("the analysis itself failed: " + e);
                  } finally {
                    events.add(new Event.Analysed(time.instant(), effect.wave(), verdict));
                  }
                }));
  }

  /** Makes the checks of the release until told otherwise. */
  private void verify(boolean wanted) {
    if (!wanted) {
      verifying.ifPresent(Thread::interrupt);
      verifying = Optional.empty();
    } else if (verifying.isEmpty()) {
      verifying = Optional.of(time.start("verify the release", this::verifyRepeatedly));
    }
  }

  private void verifyRepeatedly() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Verdict verdict = Verdict.of("the release", prober::release);
        events.add(new Event.Verified(time.instant(), verdict));
        time.sleep(DEFAULT_INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
