package dev.ingot.bake;

import java.time.Duration;

/** An event of a running build. */
public sealed interface BakeEvent {
  /** Its build. */
  BuildIdentity build();

  /** The build begins; {@code steps} counts the layers of the base and the provisioners. */
  record Started(BuildIdentity build, int steps) implements BakeEvent {}

  /** A step is skipped, since a layer with the same inputs exists; {@code size} in bytes. */
  record Reused(BuildIdentity build, String step, long size) implements BakeEvent {}

  /** A step begins. */
  record StepStarted(BuildIdentity build, String step) implements BakeEvent {}

  /** A step succeeded; {@code size} in bytes of the compressed layer, 0 without one. */
  record StepFinished(BuildIdentity build, String step, long size, Duration took)
      implements BakeEvent {}

  /** A step failed and is retried, or its failure is ignored. */
  record StepFailed(BuildIdentity build, String step, String message) implements BakeEvent {}

  /** A line of a step's output; secrets are redacted. */
  record Output(BuildIdentity build, Communicator.Output.Stream stream, String line)
      implements BakeEvent {}

  /** A note for the user. */
  record Note(BuildIdentity build, String text) implements BakeEvent {}

  /** The build ended. */
  record Finished(BuildIdentity build, BuildOutcome outcome) implements BakeEvent {}

  /** Receives events; called from the threads of builds, one call at a time. */
  @FunctionalInterface
  interface Observer {
    /** Receives an event. */
    void on(BakeEvent event);

    /** Ignores every event. */
    Observer NONE = event -> {};
  }
}
