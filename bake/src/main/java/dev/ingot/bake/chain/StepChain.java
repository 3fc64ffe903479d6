package dev.ingot.bake.chain;

import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the steps of a build in order and in one machine. Steps are restored from their snapshots
 * until the first one that has to run; from there on all run. Steps on this host run in every bake,
 * since their effect can't be derived from their arguments.
 */
public final class StepChain implements AutoCloseable {
  private final PreparedUnit unit;
  private final Ground ground;
  private final SnapshotCache cache;
  private final StepRunner runner;
  private final boolean force;
  private final OpenMachine machine;
  private final List<PreparedStep> waiting = new ArrayList<>();
  private int begun;
  private boolean trusted = true;

  /**
   * A chain that has not run.
   *
   * @param force whether every step runs, ignoring snapshots
   */
  public StepChain(
      PreparedUnit unit, Ground ground, SnapshotCache cache, StepRunner runner, boolean force) {
    this.unit = unit;
    this.ground = ground;
    this.cache = cache;
    this.runner = runner;
    this.force = force;
    this.machine = new OpenMachine(ground);
  }

  /**
   * The result of running a chain.
   *
   * @param last the key of the chain, from the inputs actually used
   * @param trusted whether the same inputs would give the same result: no step failed, and no input
   *     changed while it was in use
   */
  public record Walked(LayerKey last, boolean trusted) {}

  /** Runs the leading steps on this host, so that their results exist. */
  public void runFirstHostSteps() throws StepException, InterruptedException, FailedStep {
    while (begun < unit.steps().size()
        && unit.steps().get(begun).work().effect() != Provisioner.Effect.IMAGE
        && unit.steps().get(begun).late().isEmpty()) {
      PreparedStep step = unit.steps().get(begun++);
      if (step.work().effect() == Provisioner.Effect.HOST) {
        trusted &= runner.onHost(step, ground);
      } else {
        waiting.add(step);
      }
    }
  }

  /** Whether a step has run: from then on the build's cleanup follows a failure. */
  public boolean hasBegun() {
    return begun > 0;
  }

  /** Whether steps on this host are still to run, whose results may be inputs of later ones. */
  public boolean hasHostSteps() {
    return unit.steps().subList(begun, unit.steps().size()).stream()
        .anyMatch(step -> step.work().effect() == Provisioner.Effect.HOST);
  }

  /** The plan of the chain with the inputs that exist now. */
  public ChainPlan plan() {
    return ChainPlan.of(unit, ground.key());
  }

  /** Makes or finds the snapshot of every step. */
  public Walked walk() throws StepException, IOException, InterruptedException, FailedStep {
    runner.started(ground.layers() + unit.steps().size());
    ground.prepare();
    LayerKey parent = ground.key();
    for (int i = 0; i < unit.steps().size(); i++) {
      PreparedStep step = unit.steps().get(i);
      LayerKey key = key(parent, step);
      if (i >= begun) {
        switch (step.work().effect()) {
          case IMAGE -> image(step, parent, key);
          case HOST ->
              trusted &=
                  (machine.isOpen() || step.late().isPresent())
                      ? runner.onHost(step, machine)
                      : runner.onHost(step, ground);
          case TIME -> {
            if (machine.isOpen()) {
              trusted &= runner.onHost(step, machine);
            } else {
              waiting.add(step);
            }
          }
        }
      }
      parent = key;
    }
    return new Walked(parent, trusted);
  }

  private void image(PreparedStep step, LayerKey parent, LayerKey key)
      throws StepException, IOException, InterruptedException, FailedStep {
    Optional<Snapshot> known =
        force || !trusted || machine.isOpen() ? Optional.empty() : cache.find(key);
    if (known.isPresent() && ground.canResume(known.get())) {
      ground.add(step.label(), known.get(), true);
      runner.reused(step.label(), StepRunner.size(known.get()));
      return;
    }
    for (PreparedStep pause : waiting) {
      trusted &= runner.onHost(pause, machine);
    }
    waiting.clear();
    StepRunner.Ran ran = runner.inMachine(step, key, machine);
    ground.add(step.label(), ran.snapshot(), false);
    trusted &= ran.succeeded();
    if (trusted && !key(parent, step).equals(key)) {
      runner.note(
          "the inputs of "
              + step.label()
              + " changed while it ran; the next bake will run it again");
      trusted = false;
    }
    // The results after an untrusted step are only valid for this run.
    if (trusted) {
      cache.put(key, ran.snapshot());
    }
  }

  /** A step whose input is missing counts as failed. */
  private LayerKey key(LayerKey parent, PreparedStep step) throws InterruptedException, FailedStep {
    try {
      return ChainKeys.step(parent, step);
    } catch (IOException e) {
      throw runner.failed(step, ChainPlan.missing(step, e), machine);
    }
  }

  /** What the machine tells, if one was opened. */
  public Optional<Map<String, Value>> values()
      throws StepException, IOException, InterruptedException {
    return machine.isOpen() ? Optional.of(machine.get().values()) : Optional.empty();
  }

  /** What the image consists of. */
  public Ground.Made made() throws StepException, IOException, InterruptedException {
    return ground.made(machine);
  }

  /** Ends the machine; a failure to remove it doesn't invalidate the result. */
  @Override
  public void close() {
    try {
      machine.close();
    } catch (IOException e) {
      runner.note("the machine could not be removed: " + IoMessage.of(e));
    }
  }
}
