package dev.ingot.bake;

/** Decides what happens when a step of a build has failed; its machine is always removed. */
@FunctionalInterface
public interface OnError {
  /** The build's error-cleanup-provisioner runs. */
  OnError CLEANUP = (build, step, message) -> Reaction.CLEANUP;

  /** Nothing else runs in the machine. */
  OnError ABORT = (build, step, message) -> Reaction.ABORT;

  /** What happens next. */
  enum Reaction {
    /** The build's error-cleanup-provisioner runs. */
    CLEANUP,
    /** Nothing else runs in the machine. */
    ABORT,
    /** The step runs again, in the same machine. */
    RETRY
  }

  /**
   * The reaction to a failure. Called by the thread of the build.
   *
   * @param step what messages call the step
   * @param message why it failed
   */
  Reaction react(BuildIdentity build, String step, String message);
}
