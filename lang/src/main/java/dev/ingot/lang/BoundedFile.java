package dev.ingot.lang;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that are read whole, as configurations and values of variables are: never more than a
 * stated size, and never from what may have no end. A pipe that a shell hands over ({@code <(…)})
 * is read, since it is given by name.
 */
public final class BoundedFile {
  /** The most bytes that are read of one file: 64 MiB. */
  public static final int MOST_BYTES = 64 << 20;

  private BoundedFile() {}

  /**
   * The bytes of a file.
   *
   * @throws FileSystemException if it is a pipe, a device or a socket, or larger than {@link
   *     #MOST_BYTES}, with the reason
   * @throws IOException if it can't be read
   */
  public static byte[] read(Path file) throws IOException {
    if (isEndless(file)) {
      throw new FileSystemException(
          file.toString(), null, "it is a pipe, a device or a socket, not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new FileSystemException(
            file.toString(), null, "it is larger than " + (MOST_BYTES >> 20) + " MiB, the limit");
      }
      return bytes;
    }
  }

  /** Whether reading may never end: a pipe nobody writes to, a device. */
  public static boolean isEndless(Path file) {
    return !file.startsWith("/dev/fd")
        && !file.equals(Path.of("/dev/stdin"))
        && !file.startsWith("/proc/self/fd")
        && Files.exists(file)
        && !Files.isRegularFile(file)
        && !Files.isDirectory(file);
  }
}
