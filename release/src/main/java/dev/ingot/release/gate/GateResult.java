package dev.ingot.release.gate;

import dev.ingot.bake.gate.BootReport;
import dev.ingot.registry.catalog.Version;

/** How the gates were passed, or not. */
public sealed interface GateResult {
  /** Every channel points to what it is to point to. */
  record Passed() implements GateResult {}

  /** A version failed its boot test; its channel and all after it are as they were. */
  record Refused(Version version, BootReport.Failed report) implements GateResult {}

  /** A boot test could not be run, which says nothing of the image; why. */
  record NotTested(Version version, String reason) implements GateResult {}
}
