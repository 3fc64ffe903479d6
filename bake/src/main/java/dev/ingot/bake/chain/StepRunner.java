package dev.ingot.bake.chain;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.Machine;
import dev.ingot.bake.OnError;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs single steps, with their pauses, time limits and retries. */
public final class StepRunner {
  private final PreparedUnit unit;
  private final OnError onError;
  private final HostPrograms programs;
  private final Communicator.Output output;
  private final BakeEvent.Observer observer;
  private final Cancellation cancellation;
  private final Clock clock;
  private final Consumer<Collection<Value>> learned;

  /**
   * Runs the steps of one build.
   *
   * @param learned receives values of machines, some of which are secrets
   */
  public StepRunner(
      PreparedUnit unit,
      OnError onError,
      HostPrograms programs,
      Communicator.Output output,
      BakeEvent.Observer observer,
      Cancellation cancellation,
      Clock clock,
      Consumer<Collection<Value>> learned) {
    this.unit = unit;
    this.onError = onError;
    this.programs = programs;
    this.output = output;
    this.observer = observer;
    this.cancellation = cancellation;
    this.clock = clock;
    this.learned = learned;
  }

  /**
   * The result of a step.
   *
   * @param succeeded false if it failed and the failure is ignored
   */
  record Ran(Snapshot snapshot, boolean succeeded) {}

  private record Surroundings(
      Communicator communicator,
      Map<String, Value> values,
      HostPrograms programs,
      Communicator.Output output,
      Cancellation cancellation,
      Breakpoint breakpoint)
      implements Provisioner.Context {
    @Override
    public void pause(String why) throws InterruptedException {
      breakpoint.reached(why);
    }
  }

  private interface Breakpoint {
    void reached(String why) throws InterruptedException;
  }

  /** Reports that the build starts. */
  void started(int steps) {
    observer.on(new BakeEvent.Started(unit.identity(), steps));
  }

  /** Reports that a step is skipped. */
  void reused(String step, long size) {
    observer.on(new BakeEvent.Reused(unit.identity(), step, size));
  }

  /** Reports a note. */
  void note(String text) {
    observer.on(new BakeEvent.Note(unit.identity(), text));
  }

  /** The bytes of a snapshot's layer; 0 without one. */
  static long size(Snapshot snapshot) {
    return snapshot instanceof Snapshot.Layers(Optional<Layer> layer, Optional<Layer> _)
        ? layer.map(each -> each.descriptor().size()).orElse(0L)
        : 0;
  }

  /** Makes a layer of the base. */
  Layer base(String summary, LayeredSource.TreeSource tree, LayerArchive archive)
      throws StepException, IOException, InterruptedException {
    Instant began = start(summary);
    try (tree) {
      Layer layer = archive.write(tree.entries(cancellation));
      finish(summary, layer.descriptor().size(), began);
      return layer;
    }
  }

  /** Runs a step that changes the machine, and saves the machine's state. */
  Ran inMachine(PreparedStep step, LayerKey key, OpenMachine machine)
      throws StepException, IOException, InterruptedException, FailedStep {
    Instant began = start(step.label());
    Machine opened = machine.get();
    boolean succeeded = tries(step, opened.communicator(), machine);
    Snapshot snapshot = opened.snapshot(key);
    finish(step.label(), size(snapshot), began);
    return new Ran(snapshot, succeeded);
  }

  /** Runs a step that works on this host while the build's machine is there. */
  boolean onHost(PreparedStep step, OpenMachine machine) throws InterruptedException, FailedStep {
    Instant began = start(step.label());
    boolean succeeded = tries(step, new LazyCommunicator(machine), machine);
    finish(step.label(), 0, began);
    return succeeded;
  }

  /** Runs a step on this host; a machine is opened only if the step uses it. */
  boolean onHost(PreparedStep step, Ground ground) throws InterruptedException, FailedStep {
    OpenMachine machine = new OpenMachine(ground);
    try {
      return onHost(step, machine);
    } finally {
      try {
        machine.close();
      } catch (IOException e) {
        note("the machine could not be removed: " + IoMessage.of(e));
      }
    }
  }

  /**
   * Runs a step with its retries; every attempt uses the same machine.
   *
   * @return false if it failed and the failure is ignored
   */
  private boolean tries(PreparedStep step, Communicator communicator, OpenMachine machine)
      throws InterruptedException, FailedStep {
    for (long retries = step.settings().maxRetries(); ; retries--) {
      Optional<StepException> failure = attempt(step, communicator, machine);
      if (failure.isEmpty()) {
        return true;
      }
      if (retries > 0) {
        report(step, "failed, retrying (" + retries + " left): " + failure.get().getMessage());
      } else if (step.settings().continueOnError()) {
        report(
            step, "failed; the build continues (continue_on_error): " + failure.get().getMessage());
        return false;
      } else {
        String message = String.valueOf(failure.get().getMessage());
        OnError.Reaction reaction = onError.react(unit.identity(), step.label(), message);
        if (reaction != OnError.Reaction.RETRY) {
          cleanUp(machine, reaction);
          throw FailedStep.of("Provisioner", step.label(), failure.get(), step.place());
        }
      }
    }
  }

  /** The failure of a step that could not start, after the build's cleanup. */
  FailedStep failed(PreparedStep step, Diagnostic why, OpenMachine machine)
      throws InterruptedException {
    report(step, "failed: " + why.summary());
    cleanUp(machine, onError.react(unit.identity(), step.label(), why.summary()));
    return FailedStep.of(why);
  }

  private Optional<StepException> attempt(
      PreparedStep step, Communicator communicator, OpenMachine machine)
      throws InterruptedException {
    Duration pause = step.settings().pauseBefore();
    if (!pause.isZero() && cancellation.await(pause)) {
      throw new InterruptedException();
    }
    try (TimeLimit limit = TimeLimit.start(step.settings().timeout(), cancellation)) {
      Optional<StepException> failure = work(step, communicator, machine, limit);
      if (cancellation.isCancelled()) {
        throw new InterruptedException();
      }
      return limit.isOver() ? Optional.of(late(step)) : failure;
    }
  }

  private Optional<StepException> work(
      PreparedStep step, Communicator communicator, OpenMachine machine, TimeLimit limit)
      throws InterruptedException {
    try {
      Map<String, Value> values = values(step, machine);
      Provisioner.Prepared work =
          step.late().isPresent() ? step.late().get().with(values) : step.work();
      work.provision(
          new Surroundings(
              communicator,
              values,
              programs,
              output,
              limit.cancellation(),
              why -> onError.pause(unit.identity(), why)));
      return Optional.empty();
    } catch (StepException e) {
      return Optional.of(e);
    } catch (IOException e) {
      return Optional.of(new StepException(IoMessage.of(e) + "."));
    } catch (InterruptedException e) {
      if (!limit.isOver()) {
        throw e;
      }
      return Optional.of(late(step));
    }
  }

  /** What the machine tells; a step that asks for it starts the machine. */
  private Map<String, Value> values(PreparedStep step, OpenMachine machine)
      throws StepException, IOException, InterruptedException {
    if (step.late().isEmpty() && !machine.isOpen()) {
      return Map.of();
    }
    Map<String, Value> values = machine.get().values();
    learned.accept(values.values());
    return values;
  }

  private static StepException late(PreparedStep step) {
    return new StepException(
        "It exceeded its timeout of "
            + DurationText.text(step.settings().timeout().orElse(Duration.ZERO))
            + " and was stopped.");
  }

  /** A failure here must not hide the original one. */
  private void cleanUp(OpenMachine machine, OnError.Reaction reaction) throws InterruptedException {
    if (reaction != OnError.Reaction.ABORT && unit.errorCleanup().isPresent()) {
      PreparedStep step = unit.errorCleanup().get();
      Instant began = start(step.label());
      Optional<StepException> failure = attempt(step, new LazyCommunicator(machine), machine);
      if (failure.isPresent()) {
        report(step, "failed as well: " + failure.get().getMessage());
      } else {
        finish(step.label(), 0, began);
      }
    }
  }

  private void report(PreparedStep step, String message) {
    observer.on(new BakeEvent.StepFailed(unit.identity(), step.label(), message));
  }

  private Instant start(String step) {
    observer.on(new BakeEvent.StepStarted(unit.identity(), step));
    return clock.instant();
  }

  private void finish(String step, long size, Instant began) {
    observer.on(
        new BakeEvent.StepFinished(
            unit.identity(), step, size, Duration.between(began, clock.instant())));
  }
}
