package dev.ingot.release.gate;

import dev.ingot.bake.gate.BootReport;
import dev.ingot.registry.catalog.Version;

/** The result of a promotion. */
public sealed interface GateResult {
  /** All versions passed; every channel points to its version. */
  record Passed() implements GateResult {}

  /** A version failed its boot test; its channel and all later ones are unchanged. */
  record Refused(Version version, BootReport.Failed report) implements GateResult {}

  /** A boot test could not be run, so the image is untested; with the reason. */
  record NotTested(Version version, String reason) implements GateResult {}
}
