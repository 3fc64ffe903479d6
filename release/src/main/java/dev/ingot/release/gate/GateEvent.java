package dev.ingot.release.gate;

import dev.ingot.registry.catalog.Version;
import java.time.Duration;
import java.util.Optional;

/** An event of promoting baked versions. */
public sealed interface GateEvent {
  /** The boot test of a version started. */
  record TestStarted(Version version) implements GateEvent {}

  /**
   * The boot test of a version passed.
   *
   * @param answer the last answer of the check
   * @param ready how long the machine took to become healthy
   */
  record TestPassed(Version version, String answer, Duration ready) implements GateEvent {}

  /**
   * A channel points to another version.
   *
   * @param before the label of the previous version; empty if there was none
   */
  record ChannelMoved(String bucket, String channel, Optional<String> before, String after)
      implements GateEvent {}
}
