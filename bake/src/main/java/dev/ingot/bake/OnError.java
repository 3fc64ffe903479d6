package dev.ingot.bake;

/**
 * Decides what happens when a step of a build has failed or a breakpoint is reached; the machine is
 * always removed in the end.
 */
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
   * Lets a user look at the machine of a build. Returns when the user says so, at once where nobody
   * is there.
   *
   * @param why what the user is told
   */
  default void pause(BuildIdentity build, String why) throws InterruptedException {}

  /**
   * The reaction to a failure. Called by the thread of the build.
   *
   * @param step what messages call the step
   * @param message why it failed
   */
  Reaction react(BuildIdentity build, String step, String message);
}
