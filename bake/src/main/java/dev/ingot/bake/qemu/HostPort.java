package dev.ingot.bake.qemu;

import dev.ingot.bake.StepException;
import dev.ingot.bake.qemu.QemuSettings.Ports;
import dev.ingot.storage.FolderLock;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A free port of this host, held against other bakes by a lock until it is closed. Another program
 * may still take it before QEMU has it; {@link #isFree} tells whether that has happened.
 */
final class HostPort implements Closeable {
  private final int number;
  private final FolderLock lock;

  private HostPort(int number, FolderLock lock) {
    this.number = number;
    this.lock = lock;
  }

  /**
   * Finds one.
   *
   * @param folder of the locks
   * @throws StepException when none is free
   */
  static HostPort find(Ports ports, Path folder, RandomGenerator random)
      throws StepException, IOException {
    int count = ports.most() - ports.least() + 1;
    int first = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      int port = ports.least() + (first + i) % count;
      if (isFree(port)) {
        Optional<FolderLock> lock = FolderLock.tryAcquire(folder.resolve(port + ".lock"));
        if (lock.isPresent()) {
          return new HostPort(port, lock.get());
        }
      }
    }
    throw new StepException(
        "No port from "
            + ports.least()
            + " to "
            + ports.most()
            + " of this host is free to reach the machine by; widen host_port_min and"
            + " host_port_max.");
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  int number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
