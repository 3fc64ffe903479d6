package dev.ingot.cli.operation;

import dev.ingot.deploy.Plan;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.StateCipher;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Saved plans in files. */
public final class PlanFile {
  private PlanFile() {}

  /**
   * Saves a plan; a new file is readable by its owner only, since it holds sensitive values.
   *
   * @param name the file as it was given, for messages
   * @param cipher how plans are encrypted
   * @return what is wrong if it can't be written
   */
  public static Optional<Diagnostic> write(Path file, String name, Plan plan, StateCipher cipher) {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return unwritten("open " + name + ": no such file or directory");
    }
    try {
      byte[] bytes = cipher.seal(dev.ingot.deploy.planfile.PlanFile.write(plan));
      AtomicFile.write(target, bytes, Access.PRIVATE);
      return Optional.empty();
    } catch (IOException e) {
      return unwritten(FileReason.of(e));
    }
  }

  private static Optional<Diagnostic> unwritten(String why) {
    return Optional.of(
        Diagnostic.error(
            "Failed to write plan file", "The plan file could not be written: " + why + "."));
  }
}
