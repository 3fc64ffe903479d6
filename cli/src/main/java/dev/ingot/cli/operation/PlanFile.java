package dev.ingot.cli.operation;

import dev.ingot.deploy.Plan;
import java.io.IOException;
import java.nio.file.Path;

/** Saved plans. */
public final class PlanFile {
  private PlanFile() {}

  /** Saves a plan. */
  public static void write(Path file, Plan plan) throws IOException {
    throw new IOException("saving plans: " + file + plan.workspace());
  }
}
