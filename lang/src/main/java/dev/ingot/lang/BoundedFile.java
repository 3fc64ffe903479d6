package dev.ingot.lang;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads whole files, such as configurations and values of variables: up to a fixed size, and never
 * from a source that may not end. A pipe passed by a shell ({@code <(…)}) is read, since it was
 * named explicitly.
 */
public final class BoundedFile {
  /** The limit for one file: 64 MiB. */
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

  /**
   * Whether reading may never end: a pipe without a writer, a device. {@code /dev/null} is how
   * users name an empty file.
   */
  public static boolean isEndless(Path file) {
    return !file.startsWith("/dev/fd")
        && !file.equals(Path.of("/dev/stdin"))
        && !file.equals(Path.of("/dev/null"))
        && !file.startsWith("/proc/self/fd")
        && Files.exists(file)
        && !Files.isRegularFile(file)
        && !Files.isDirectory(file);
  }
}
