package dev.ingot.registry.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Debian's package docker-registry as a process, where it is installed. */
public final class DebianRegistry implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final int port;

  private DebianRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * One whose content is in a folder; empty, with a printed reason, where the program is missing.
   */
  public static Optional<DebianRegistry> start(Path folder)
      throws IOException, InterruptedException {
    if (!Files.isExecutable(PROGRAM)) {
      System.err.println("skipped: no " + PROGRAM + " (Debian package docker-registry)");
      return Optional.empty();
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path settings = folder.resolve("registry.yml");
    Files.writeString(
        settings,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("content"), port));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "serve", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    DebianRegistry registry = new DebianRegistry(process, port);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        registry.close();
        throw new IOException(Files.readString(folder.resolve("registry.log")));
      }
      Thread.onSpinWait();
    }
    return Optional.of(registry);
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its address, as images name it. */
  public String host() {
    return "localhost:" + port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
