package dev.ingot.cli.operation;

import dev.ingot.deploy.Plan;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Saved plans. */
public final class PlanFile {
  private PlanFile() {}

  /** Saves a plan. */
  public static void write(Path file, Plan plan) throws IOException {
    throw new IOException("saving plans: " + file + plan.workspace());
  }

  /** Reads a plan; tells why it can't be read. */
  public static Optional<Plan> read(Path file, String name, Diagnostics diagnostics) {
    diagnostics.add(
        Diagnostic.error("Failed to load \"" + name + "\" as a plan file", file.toString()));
    return Optional.empty();
  }
}
