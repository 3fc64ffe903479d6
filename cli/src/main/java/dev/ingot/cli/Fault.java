package dev.ingot.cli;

import dev.ingot.cli.terminal.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/** A crash report: the trace is kept in a file, and the user is told which. */
final class Fault {
  private Fault() {}

  /**
   * Writes the report.
   *
   * @param command the name of the command; its options may hold secrets
   * @return the message for the user
   */
  static String keep(Throwable fault, String command, Path home) {
    if (fault instanceof OutOfMemoryError) {
      return "out of memory. Completed work is kept; run the same" + " command to continue.";
    }
    String told =
        "Ingot failed unexpectedly ("
            + fault.getClass().getSimpleName()
            + "). This is a bug in Ingot, not in your files. Completed work is kept; run"
            + " the same command to continue.";
    StringWriter trace = new StringWriter();
    trace.append("ingot ").append(command).append(" of Ingot v").append(Version.INGOT);
    trace.append(" at ").append(Instant.now().toString()).append('\n');
    fault.printStackTrace(new PrintWriter(trace));
    Path folder = home.resolve("faults");
    try {
      Files.createDirectories(folder);
      Path file =
          Files.createTempFile(
              folder,
              command.replaceAll("[^a-z-]", "") + "-",
              ".txt",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, trace.toString(), StandardCharsets.UTF_8);
      return told + "\n\nPlease report it with this file, after checking what it contains: " + file;
    } catch (IOException e) {
      return told + "\n\nThe trace could not be written to " + folder + ".";
    }
  }
}
