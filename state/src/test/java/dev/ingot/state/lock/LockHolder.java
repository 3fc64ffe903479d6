package dev.ingot.state.lock;

import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.local.LocalStateStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Another process with a lock; waits until it is killed. */
public final class LockHolder {
  private LockHolder() {}

  /** Takes what to lock ({@code session}, {@code file} or {@code try}) and the state file. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "session" -> session(file);
      case "file" -> {
        try (FileChannel channel = open(file)) {
          if (channel.tryLock() != null) {
            ready();
          }
        }
      }
      default -> {
        try (FileChannel channel = open(file)) {
          System.out.println(channel.tryLock() == null ? "held" : "free");
        }
      }
    }
  }

  private static void session(Path file) throws InterruptedException {
    StateSession session =
        LocalStateStore.onDisk(StatePaths.of(file), Environments.fixed())
            .open(LockRequest.of("OperationTypeApply"));
    session.apply(List.of(Samples.put(Samples.address("h", 0), "h")));
    session.commit();
    ready();
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void ready() throws InterruptedException {
    System.out.println("locked");
    Thread.currentThread().join();
  }
}
