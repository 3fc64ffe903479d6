package dev.ingot.storage.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A file of lines that only its owner can read. When it has reached its size it is renamed to
 * {@code NAME.1}, the previous one to {@code NAME.2}, and so on; the oldest is deleted. One process
 * writes it at a time. A line that can't be written (a full disk) is lost, and the next one is
 * tried again.
 */
public final class LogFile implements Consumer<String>, AutoCloseable {
  private static final Set<StandardOpenOption> APPEND =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

  private final Path file;
  private final long bytes;
  private final int kept;
  private final ReentrantLock lock = new ReentrantLock();
  private FileChannel channel;

  private LogFile(Path file, long bytes, int kept, FileChannel channel) {
    this.file = file;
    this.bytes = bytes;
    this.kept = kept;
    this.channel = channel;
  }

  /**
   * Opens a file, creating it if necessary.
   *
   * @param bytes its approximate size; at least 1
   * @param kept the number of older files to keep
   */
  public static LogFile open(Path file, long bytes, int kept) throws IOException {
    return new LogFile(file, bytes, kept, append(file));
  }

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(
        file,
        APPEND,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public void accept(String line) {
    ByteBuffer text = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    lock.lock();
    try {
      if (!channel.isOpen()) {
        return;
      }
      if (channel.size() > 0 && channel.size() + text.remaining() > bytes) {
        rotate();
      }
      while (text.hasRemaining()) {
        int _ = channel.write(text);
      }
    } catch (IOException e) {
      // Nothing depends on it, and a full disk is reported elsewhere.
      return;
    } finally {
      lock.unlock();
    }
  }

  private void rotate() throws IOException {
    for (int i = kept; i > 0; i--) {
      move(i == 1 ? file : older(i - 1), older(i));
    }
    FileChannel old = channel;
    if (kept == 0) {
      Files.deleteIfExists(file);
    }
    channel = append(file);
    old.close();
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // There are fewer so far.
      return;
    }
  }

  private Path older(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      channel.close();
    } finally {
      lock.unlock();
    }
  }
}
