package dev.ingot.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that end: reading a pipe nobody writes to, or a device, may never come to an end. */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Refuses what has no end. A pipe that a shell hands over by name ({@code <(…)}) is let through,
   * and so is a file that is not there.
   *
   * @throws FileSystemException with the reason
   */
  public static void require(Path file) throws IOException {
    boolean given =
        file.startsWith("/dev/fd")
            || file.startsWith("/proc/self/fd")
            || file.equals(Path.of("/dev/stdin"));
    if (!given && Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(), null, "it is a pipe, a device or a socket, not a file");
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws FileSystemException if it has no end
   * @throws IOException if it can't be read
   */
  public static byte[] read(Path file) throws IOException {
    require(file);
    return Files.readAllBytes(file);
  }
}
