package dev.ingot.platform.machine;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Limits the size of machine logs: the kernel reports writes, and a log that is too large is
 * truncated at once. It checks at most twenty times a second, which bounds what a machine can print
 * beyond the limit.
 */
public final class LogLimit implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;

  private final Optional<WatchService> service;

  private LogLimit(Optional<WatchService> service) {
    this.service = service;
  }

  /** Starts watching; on a host where that is impossible it only logs a warning. */
  public static LogLimit start() {
    Optional<WatchService> service;
    try {
      service = Optional.of(FileSystems.getDefault().newWatchService());
    } catch (IOException e) {
      // The host's limit for watches is reached: machines matter more than their logs.
      return new LogLimit(Optional.empty());
    }
    LogLimit limit = new LogLimit(service);
    Thread.ofPlatform().daemon().name("log-limit").start(() -> limit.run(service.orElseThrow()));
    return limit;
  }

  /** Watches a log from now on, until its folder is gone. */
  void watch(Path log) throws IOException {
    LogFiles.rotate(log);
    Path folder = log.toAbsolutePath().getParent();
    if (service.isPresent() && folder != null) {
      WatchKey _ = folder.register(service.get(), StandardWatchEventKinds.ENTRY_MODIFY);
    }
  }

  private void run(WatchService watching) {
    try {
      while (true) {
        WatchKey key = watching.take();
        look(key);
        boolean _ = key.reset();
        // Not after each line that a machine prints.
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (ClosedWatchServiceException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void look(WatchKey key) {
    for (WatchEvent<?> event : key.pollEvents()) {
      if (key.watchable() instanceof Path folder
          && event.context() instanceof Path name
          && name.toString().endsWith(".log")) {
        try {
          LogFiles.rotate(folder.resolve(name));
        } catch (IOException e) {
          // A full disk, or a machine that has just gone; the next event tries again.
          assert key.watchable() != null;
        }
      }
    }
  }

  @Override
  public void close() {
    service.ifPresent(
        watching -> {
          try {
            watching.close();
          } catch (IOException e) {
            // The process is ending, and the watches with it.
            return;
          }
        });
  }
}
