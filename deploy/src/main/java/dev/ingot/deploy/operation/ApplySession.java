package dev.ingot.deploy.operation;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.apply.ApplyRun;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.state.OutputState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Applies an approved plan, all at once or in stages.
 *
 * <p>In stages: {@link #applyBefore}, then for each wave {@link #create}, {@link #moveDependents}
 * and {@link #destroyOld} or {@link #takeBack}, at last {@link #finish} or {@link #abandon}. Every
 * change is durable when it is reported. Not safe for use by several threads at once.
 */
public final class ApplySession implements AutoCloseable {
  private final ApplyRun run;

  private ApplySession(ApplyRun run) {
    this.run = run;
  }

  /** Opens a plan. It is stale when the state has changed since it was made. */
  public static Result<ApplySession> open(ApplyRequest request) {
    return ApplyRun.open(request).map(ApplySession::new);
  }

  /** Applies everything. */
  public ApplyResult run() {
    return run.run();
  }

  /**
   * Applies every change that is neither held nor depends on one that is.
   *
   * @param held the instances that go in waves, each with the key under which what served before is
   *     kept beside its new object: from {@link #create} on, or already, where an earlier run made
   *     the new one. Such an object goes with {@link #destroyOld} only, and {@link #takeBack} makes
   *     it the current one again. Empty where nothing served before, so that the current object is
   *     new altogether.
   * @param unaccounted the held instances whose deposed objects may be anything, also what served
   *     before. Of the others, deposed objects that were never completed are destroyed.
   */
  public ApplyResult applyBefore(
      Map<InstanceAddress, Optional<DeposedKey>> held, Set<InstanceAddress> unaccounted) {
    return run.stages().applyBefore(held, unaccounted);
  }

  /**
   * Destroys what some held instances have, before {@link #create} creates its successor: for
   * objects that can't exist twice. What follows just such an instance and is replaced with it goes
   * first. There is no {@link #takeBack} of it.
   */
  public ApplyResult vacate(Set<InstanceAddress> wave) {
    return run.stages().vacate(wave);
  }

  /**
   * The current object of an instance as its provider reports it now; the state stays as it is.
   * Safe for use while a stage is running.
   *
   * @return empty if it can't be read; null if it is gone
   */
  public Optional<Value> refreshed(InstanceAddress address) {
    return run.refreshed(address);
  }

  /** The outputs as they are between two stages; those not known yet as they were. */
  public SortedMap<String, OutputState> outputs() {
    return run.outputs();
  }

  /**
   * Creates the new objects of some held instances. What they had before stays as a deposed object,
   * whatever order is configured.
   */
  public ApplyResult create(Set<InstanceAddress> wave) {
    return run.stages().create(wave);
  }

  /**
   * Brings everything that depends on these instances, directly or not, in line with the objects
   * there are now; instances not yet replaced still count with their old values.
   */
  public ApplyResult moveDependents(Set<InstanceAddress> wave) {
    return run.stages().moveDependents(wave);
  }

  /** Destroys the objects these instances, and what depends on just them, had before. */
  public ApplyResult destroyOld(Set<InstanceAddress> wave) {
    return run.stages().destroyOld(wave);
  }

  /**
   * Makes the objects these instances had before the current ones again, brings everything that
   * depends on them in line, and destroys the new ones.
   */
  public ApplyResult takeBack(Set<InstanceAddress> wave) {
    return run.stages().takeBack(wave);
  }

  /**
   * Applies all that is left, and sets the outputs.
   *
   * @param keeping the held instances of which what served before is kept beside the new object
   */
  public ApplyResult finish(Set<InstanceAddress> keeping) {
    return run.stages().finish(keeping);
  }

  /** Leaves everything as it is now; the state is saved. */
  public ApplyResult abandon() {
    return run.stages().abandon();
  }

  /** Ends the providers. The state stays open. */
  @Override
  public void close() {
    run.close();
  }
}
