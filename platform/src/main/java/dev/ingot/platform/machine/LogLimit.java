package dev.ingot.platform.machine;

import dev.ingot.platform.api.AgentHome;
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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Limits the size of machine logs: the kernel reports writes, and a log that is too large is
 * truncated at once. It checks at most twenty times a second, which bounds what a machine can print
 * beyond the limit. While the agent is away, a {@link LogKeeper} does the same.
 */
public final class LogLimit implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;

  private final AgentHome home;
  private final Optional<WatchService> service;
  private final AtomicBoolean kept = new AtomicBoolean();

  /** Its standard input stays open until this process ends. */
  private volatile Optional<Process> keeper = Optional.empty();

  private LogLimit(AgentHome home, Optional<WatchService> service) {
    this.home = home;
    this.service = service;
  }

  /** Starts watching; on a host where that is impossible it only logs a warning. */
  public static LogLimit start(AgentHome home) {
    Optional<WatchService> service;
    try {
      service = Optional.of(FileSystems.getDefault().newWatchService());
    } catch (IOException e) {
      // The host's limit for watches is reached: machines matter more than their logs.
      return new LogLimit(home, Optional.empty());
    }
    LogLimit limit = new LogLimit(home, service);
    Thread.ofPlatform().daemon().name("log-limit").start(() -> limit.run(service.orElseThrow()));
    return limit;
  }

  /** Watches a log from now on, until its folder is gone. */
  void watch(Path log) throws IOException {
    keep();
    LogFiles.rotate(log);
    Path folder = log.toAbsolutePath().getParent();
    if (service.isPresent() && folder != null) {
      WatchKey _ = folder.register(service.get(), StandardWatchEventKinds.ENTRY_MODIFY);
    }
  }

  private void keep() throws IOException {
    if (kept.compareAndSet(false, true)) {
      keeper =
          Optional.of(
              LogKeeper.start(
                  home.platform().resolve("machines"),
                  home.agentLock(),
                  ProcessHandle.current().pid()));
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

  /** As its end does. */
  private static void leave(Process keeper) {
    try {
      keeper.getOutputStream().close();
    } catch (IOException e) {
      // It is gone.
      return;
    }
  }

  @Override
  public void close() {
    keeper.ifPresent(LogLimit::leave);
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
