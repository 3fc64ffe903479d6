package dev.ingot.http;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a socket's file may have been removed: by notification, and by polling now and then.
 */
final class SocketWatch {
  private static final long LOOK_SECONDS = 2;
  private static final long QUIET_MILLIS = 400;

  private final Optional<WatchService> service;
  private final CountDownLatch closed = new CountDownLatch(1);

  private SocketWatch(Optional<WatchService> service) {
    this.service = service;
  }

  static SocketWatch of(Path socket) {
    try {
      WatchService service = FileSystems.getDefault().newWatchService();
      Path folder = socket.toAbsolutePath().getParent();
      if (folder != null) {
        WatchKey _ = folder.register(service, StandardWatchEventKinds.ENTRY_DELETE);
      }
      return new SocketWatch(Optional.of(service));
    } catch (IOException e) {
      // The host's limit for watches is reached; polling is enough.
      return new SocketWatch(Optional.empty());
    }
  }

  /**
   * Returns some time after the last removal, after a time limit, or when closed. Whoever is
   * deleting the folder must not find a new file in it.
   */
  void await() throws InterruptedException {
    if (service.isEmpty()) {
      boolean _ = closed.await(LOOK_SECONDS, TimeUnit.SECONDS);
      return;
    }
    long patience = TimeUnit.SECONDS.toMillis(LOOK_SECONDS);
    try {
      WatchKey key = service.get().poll(patience, TimeUnit.MILLISECONDS);
      while (key != null) {
        key.pollEvents();
        boolean _ = key.reset();
        key = service.get().poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (ClosedWatchServiceException e) {
      return;
    }
  }

  void close() throws IOException {
    closed.countDown();
    if (service.isPresent()) {
      service.get().close();
    }
  }
}
