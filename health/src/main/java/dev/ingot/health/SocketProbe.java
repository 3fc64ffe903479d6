package dev.ingot.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Opens one connection over TCP. */
public final class SocketProbe {
  private SocketProbe() {}

  /**
   * Connects; healthy when the connection is accepted. Also the name is looked up within the
   * timeout.
   *
   * @param shown the request as shown in the evidence
   * @param time by which the timeout is measured
   */
  public static Verdict connect(String shown, String host, int port, Duration timeout, Time time)
      throws InterruptedException {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual()
            .name("probe " + host)
            .start(() -> answer.complete(connect(shown, host, port, timeout)));
    try {
      return time.await(answer, time.instant().plus(timeout))
          ? answer.join()
          : new Verdict.Unhealthy(shown, "no answer within " + timeout.toMillis() + " ms");
    } finally {
      asking.interrupt();
    }
  }

  private static Verdict connect(String shown, String host, int port, Duration timeout) {
    try (Socket socket = new Socket()) {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        return new Verdict.Unhealthy(shown, "unknown host " + host);
      }
      socket.connect(address, Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
      return new Verdict.Healthy(shown, "accepted");
    } catch (IOException | IllegalArgumentException e) {
      return new Verdict.Unhealthy(shown, String.valueOf(e.getMessage()));
    }
  }
}
