package dev.ingot.cli.up;

import dev.ingot.release.ReleaseResult;

/** Tells how a request on a stack ended. */
@FunctionalInterface
interface Ending {
  /** Prints the result and gives the exit code. */
  int tell(ReleaseResult result);
}
