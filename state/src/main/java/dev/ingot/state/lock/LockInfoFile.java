package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import dev.ingot.storage.Access;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.RegularFile;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Says beside a state who holds its lock. Rules: the lock information Terraform keeps beside a
 * local state; the process is an addition of ours.
 */
final class LockInfoFile {
  /** What a file says. */
  record Content(LockInfo info, long process, long processStarted) {}

  private LockInfoFile() {}

  static Path of(Path state) {
    return state.resolveSibling("." + state.getFileName() + ".lock.info");
  }

  static Optional<Content> read(Path file) {
    byte[] bytes;
    try {
      bytes = RegularFile.read(file);
    } catch (IOException _) {
      return Optional.empty();
    }
    return LockInfoJson.read(bytes);
  }

  /**
   * Whether a file says just this; read without taking it apart, which is done at each end of a
   * lock.
   */
  static boolean isWritten(Path file, Content content) {
    try {
      return Arrays.equals(RegularFile.read(file), bytes(content));
    } catch (IOException _) {
      return false;
    }
  }

  static void write(Path file, Content content) throws IOException {
    byte[] bytes = bytes(content);
    try (Storage.Appender out = new FileStorage().create(file, Access.PRIVATE)) {
      out.write(bytes, 0, bytes.length);
    }
  }

  private static byte[] bytes(Content content) {
    return LockInfoJson.write(content);
  }
}
