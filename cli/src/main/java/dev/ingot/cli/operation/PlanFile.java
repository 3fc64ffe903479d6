package dev.ingot.cli.operation;

import dev.ingot.deploy.Plan;
import dev.ingot.state.StateCipher;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Saved plans in files. */
public final class PlanFile {
  private PlanFile() {}

  /**
   * Saves a plan; a new file is readable by its owner only, since it holds sensitive values.
   *
   * @param cipher how plans are encrypted
   */
  public static void write(Path file, Plan plan, StateCipher cipher) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("no such folder for the plan file " + file);
    }
    byte[] bytes = cipher.seal(dev.ingot.deploy.planfile.PlanFile.write(plan));
    AtomicFile.write(target, bytes, Access.PRIVATE);
  }
}
