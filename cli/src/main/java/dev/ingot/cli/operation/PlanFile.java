package dev.ingot.cli.operation;

import dev.ingot.cli.Engine;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.planfile.PlanFileException;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Saved plans in files. */
public final class PlanFile {
  private PlanFile() {}

  /** Saves a plan; a new file is readable by its owner only, since it holds sensitive values. */
  public static void write(Path file, Plan plan) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("there is no folder for the plan file " + file);
    }
    byte[] bytes = dev.ingot.deploy.planfile.PlanFile.write(plan);
    AtomicFile.write(target, bytes, Access.PRIVATE);
  }

  /**
   * Reads a plan.
   *
   * @param name the file as it was given, for messages
   * @return empty where it can't be read; diagnostics say why
   */
  public static Optional<Plan> read(Engine engine, Path file, String name, Diagnostics diagnostics)
      throws IOException {
    try {
      return Optional.of(
          dev.ingot.deploy.planfile.PlanFile.read(
              Files.readAllBytes(file), engine.providers(), engine.wording().titled()));
    } catch (PlanFileException e) {
      diagnostics.add(
          Diagnostic.error(
              "Failed to load \"" + name + "\" as a plan file", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
