package dev.ingot.bake.chain;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.Builder;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.DurationText;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs single steps, with their pauses, time limits and retries. */
public final class StepRunner {
  private final PreparedUnit unit;
  private final HostPrograms programs;
  private final Communicator.Output output;
  private final BakeEvent.Observer observer;
  private final Cancellation cancellation;
  private final Clock clock;

  /** Runs the steps of one build. */
  public StepRunner(
      PreparedUnit unit,
      HostPrograms programs,
      Communicator.Output output,
      BakeEvent.Observer observer,
      Cancellation cancellation,
      Clock clock) {
    this.unit = unit;
    this.programs = programs;
    this.output = output;
    this.observer = observer;
    this.cancellation = cancellation;
    this.clock = clock;
  }

  /**
   * What a step gave.
   *
   * @param layer empty when it changed nothing
   * @param succeeded false when it failed and that doesn't count
   */
  public record Ran(Optional<Layer> layer, boolean succeeded) {}

  private record Surroundings(
      Communicator communicator,
      HostPrograms programs,
      Communicator.Output output,
      Cancellation cancellation)
      implements Provisioner.Context {}

  /** Makes a layer of the base. */
  Layer base(String summary, Builder.TreeSource tree, LayerArchive archive)
      throws StepException, IOException, InterruptedException {
    Instant began = start(summary);
    Layer layer = archive.write(tree.entries(cancellation));
    finish(summary, layer.descriptor().size(), began);
    return layer;
  }

  /** Runs a step that changes the machine; each try begins with the same layers below it. */
  Ran layer(PreparedStep step, List<Layer> below, LayerArchive archive)
      throws StepException, IOException, InterruptedException, FailedStep {
    Instant began = start(step.label());
    for (long retries = step.settings().maxRetries(); ; retries--) {
      try (Builder.Machine machine = unit.source().open(below, cancellation)) {
        Optional<StepException> failure = attempt(step, machine.communicator());
        if (failure.isPresent() && retries > 0) {
          again(step, failure.get(), retries);
          continue;
        }
        if (failure.isPresent() && !step.settings().continueOnError()) {
          cleanUp(machine.communicator());
          throw FailedStep.of("Provisioner", step.label(), failure.get(), step.place());
        }
        failure.ifPresent(e -> report(step, "failed, which doesn't count here: " + e.getMessage()));
        List<TreeEntry> changes = machine.changes();
        Optional<Layer> layer =
            changes.isEmpty() ? Optional.empty() : Optional.of(archive.write(changes));
        finish(step.label(), layer.map(made -> made.descriptor().size()).orElse(0L), began);
        return new Ran(layer, failure.isEmpty());
      }
    }
  }

  /** Runs a step that works on this host. */
  void run(PreparedStep step, List<Layer> below)
      throws StepException, IOException, InterruptedException, FailedStep {
    Instant began = start(step.label());
    onHost(step, below);
    finish(step.label(), 0, began);
  }

  /** Runs a step that works on this host; the machine is started only if the step asks for it. */
  void onHost(PreparedStep step, List<Layer> below)
      throws IOException, InterruptedException, FailedStep {
    for (long retries = step.settings().maxRetries(); ; retries--) {
      Optional<StepException> failure;
      try (LazyMachine machine = new LazyMachine(unit.source(), below, cancellation)) {
        failure = attempt(step, machine);
      }
      if (failure.isEmpty()) {
        return;
      }
      if (retries == 0) {
        if (step.settings().continueOnError()) {
          report(step, "failed, which doesn't count here: " + failure.get().getMessage());
          return;
        }
        throw FailedStep.of("Provisioner", step.label(), failure.get(), step.place());
      }
      again(step, failure.get(), retries);
    }
  }

  private Optional<StepException> attempt(PreparedStep step, Communicator communicator)
      throws InterruptedException {
    Duration pause = step.settings().pauseBefore();
    if (!pause.isZero() && cancellation.await(pause)) {
      throw new InterruptedException();
    }
    try (TimeLimit limit = TimeLimit.start(step.settings().timeout(), cancellation)) {
      Optional<StepException> failure = work(step, communicator, limit);
      if (cancellation.isCancelled()) {
        throw new InterruptedException();
      }
      return limit.isOver() ? Optional.of(late(step)) : failure;
    }
  }

  private Optional<StepException> work(
      PreparedStep step, Communicator communicator, TimeLimit limit) throws InterruptedException {
    try {
      step.work().provision(new Surroundings(communicator, programs, output, limit.cancellation()));
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

  private static StepException late(PreparedStep step) {
    return new StepException(
        "It took longer than its timeout of "
            + DurationText.text(step.settings().timeout().orElse(Duration.ZERO))
            + " and was ended.");
  }

  /** A failure here doesn't hide the one that led to it. */
  private void cleanUp(Communicator communicator) throws InterruptedException {
    if (unit.errorCleanup().isPresent()) {
      PreparedStep step = unit.errorCleanup().get();
      Instant began = start(step.label());
      Optional<StepException> failure = attempt(step, communicator);
      if (failure.isPresent()) {
        report(step, "failed as well: " + failure.get().getMessage());
      } else {
        finish(step.label(), 0, began);
      }
    }
  }

  private void again(PreparedStep step, StepException failure, long retries) {
    report(step, "failed, trying again (" + retries + " left): " + failure.getMessage());
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
