package dev.ingot.cli.operation;

import dev.ingot.deploy.Plan;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saved plans in files. */
public final class PlanFile {
  private PlanFile() {}

  /** Saves a plan; a new file is readable by its owner only, since it holds sensitive values. */
  public static void write(Path file, Plan plan) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("no such folder for the plan file " + file);
    }
    byte[] bytes = dev.ingot.deploy.planfile.PlanFile.write(plan);
    AtomicFile.write(target, bytes, Access.PRIVATE);
  }
}
