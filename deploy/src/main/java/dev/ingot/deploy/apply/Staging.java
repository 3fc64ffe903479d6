package dev.ingot.deploy.apply;

import dev.ingot.deploy.ApplyResult;
import dev.ingot.state.InstanceAddress;
import java.util.Set;

/** Applies a plan in stages. */
public final class Staging {
  private final ApplyRun run;

  Staging(
      ApplyRun run,
      ApplyContext context,
      StepRunner runner,
      InstanceApplier applier,
      Destroyer destroyer) {
    this.run = run;
  }

  /** Applies what is neither held nor depends on what is. */
  public ApplyResult applyBefore(Set<InstanceAddress> held) {
    return run.result();
  }

  /** Creates new objects. */
  public ApplyResult create(Set<InstanceAddress> wave) {
    return run.result();
  }

  /** Brings dependents in line. */
  public ApplyResult moveDependents(Set<InstanceAddress> wave) {
    return run.result();
  }

  /** Destroys old objects. */
  public ApplyResult destroyOld(Set<InstanceAddress> wave) {
    return run.result();
  }

  /** Goes back to old objects. */
  public ApplyResult takeBack(Set<InstanceAddress> wave) {
    return run.result();
  }

  /** Applies the rest. */
  public ApplyResult finish() {
    return run.result();
  }

  /** Leaves everything as it is. */
  public ApplyResult abandon() {
    return run.result();
  }
}
