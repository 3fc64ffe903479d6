package dev.ingot.platform.balancer;

import dev.ingot.platform.api.BalancerJson;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.ErrorJson;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.http.UnixHttpServer;
import dev.ingot.platform.http.Watchdog;
import dev.ingot.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The process of one balancer. It gets its directory and its control socket as arguments, reads
 * {@code spec.json} there, and answers {@code GET /status}, {@code PUT /spec}, {@code POST
 * /drain/ID?timeout_ms=N} and {@code POST /stop} on the socket. When it can't start it writes
 * {@code error.json} and exits with 3. It lives without the agent, but not without its directory:
 * who removes that takes the balancer away.
 */
public final class BalancerMain {
  private static final long LOOK_SECONDS = 2;

  private BalancerMain() {}

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Path socket = Path.of(arguments[1]);
    int code = run(directory, socket);
    System.exit(code);
  }

  private static int run(Path directory, Path socket) throws IOException, InterruptedException {
    try (Watchdog watchdog = new Watchdog()) {
      BalancerSpec spec =
          BalancerJson.readSpec(Json.parse(Files.readString(directory.resolve("spec.json"))));
      CountDownLatch stop = new CountDownLatch(1);
      try (BalancerServer server = BalancerServer.start(spec, watchdog, Processes.ofHost());
          UnixHttpServer _ =
              UnixHttpServer.start(socket, new ControlApi(server, spec, stop), watchdog)) {
        while (!stop.await(LOOK_SECONDS, TimeUnit.SECONDS) && Files.isDirectory(directory)) {}
        server.stop(spec.settings().drainTimeout());
      }
      return 0;
    } catch (PlatformException e) {
      Files.writeString(directory.resolve("error.json"), ErrorJson.write(e).text());
      return 3;
    }
  }
}
