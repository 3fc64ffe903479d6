package dev.ingot.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock on a folder among processes, held through a lock file; the kernel releases it
 * when its holder dies.
 */
public final class FolderLock implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, waiting for another holder for at most 20 seconds.
   *
   * @throws IOException if it is not released in time
   */
  public static FolderLock acquire(Path lockFile) throws IOException {
    return acquire(lockFile, PATIENCE, () -> false);
  }

  /**
   * Takes the lock, waiting for another holder for some time.
   *
   * @param cancelled ends the wait
   * @throws InterruptedIOException if the wait was cancelled, or this thread is interrupted
   * @throws IOException if it is not released in time
   */
  public static FolderLock acquire(Path lockFile, Duration patience, BooleanSupplier cancelled)
      throws IOException {
    PrivateFiles.createFile(lockFile);
    FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      long deadline = System.nanoTime() + patience.toNanos();
      while (!tryLock(channel)) {
        // A waiting lock() would have no timeout, and a second store in this process can't wait at
        // all.
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("no longer waiting for " + lockFile);
        }
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "another process has kept "
                  + lockFile
                  + " locked for over "
                  + patience.toSeconds()
                  + " s; wait for that process or stop it, then try again");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      locked = true;
      return new FolderLock(channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /**
   * Takes the lock unless somebody holds it.
   *
   * @return empty while another process, or another holder in this one, has it
   */
  public static Optional<FolderLock> tryAcquire(Path lockFile) throws IOException {
    PrivateFiles.createFile(lockFile);
    FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = tryLock(channel);
      return locked ? Optional.of(new FolderLock(channel)) : Optional.empty();
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }
}
