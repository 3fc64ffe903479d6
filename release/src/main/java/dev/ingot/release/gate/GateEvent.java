package dev.ingot.release.gate;

import dev.ingot.registry.catalog.Version;
import java.time.Duration;
import java.util.Optional;

/** What happens while channels follow freshly baked versions. */
public sealed interface GateEvent {
  /** It is being tested whether a version boots. */
  record TestStarted(Version version) implements GateEvent {}

  /**
   * A version has passed its boot test.
   *
   * @param answer what the check answered last
   * @param ready how long the machine took to become healthy
   */
  record TestPassed(Version version, String answer, Duration ready) implements GateEvent {}

  /**
   * A channel points to another version.
   *
   * @param before the label of the version before; empty if there was none
   */
  record ChannelMoved(String bucket, String channel, Optional<String> before, String after)
      implements GateEvent {}
}
