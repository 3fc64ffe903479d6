package dev.ingot.platform.balancer;

import dev.ingot.http.UnixHttpServer;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.BalancerJson;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.ErrorJson;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.json.Json;
import dev.ingot.storage.CheckedFile;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Level;
import dev.ingot.storage.log.Log;
import dev.ingot.storage.log.LogFile;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The process of one balancer. It gets its directory and its control socket as arguments, reads
 * {@code spec.json} there, and answers {@code GET /status}, {@code PUT /spec}, {@code POST
 * /drain/ID?timeout_ms=N} and {@code POST /stop} on the socket. When it can't start it writes
 * {@code error.json} and exits with 3. It logs to {@code balancer.log}. It keeps running without
 * the agent, but ends when its directory is removed. With {@link #INHERITED} as third argument its
 * standard input is the socket it serves, which its guard keeps open when it is killed.
 */
public final class BalancerMain {
  /** The argument that says so. */
  public static final String INHERITED = "inherited";

  /** The process's log, in its directory. */
  private static final String LOG = "balancer.log";

  private static final long LOOK_SECONDS = 2;

  private static final long LOG_BYTES = 1L << 20;
  private static final int LOGS_KEPT = 2;

  private BalancerMain() {}

  /** Runs until it is told to stop. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Path socket = Path.of(arguments[1]);
    boolean inherited = arguments.length > 2 && arguments[2].equals(INHERITED);
    int code = run(directory, socket, inherited);
    System.exit(code);
  }

  private static String specification(Path directory) throws IOException {
    Path file = directory.resolve("spec.json");
    return CheckedFile.read(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
  }

  private static int run(Path directory, Path socket, boolean inherited)
      throws IOException, InterruptedException {
    try (LogFile file = LogFile.open(directory.resolve(LOG), LOG_BYTES, LOGS_KEPT);
        Watchdog watchdog = new Watchdog()) {
      Log log = new Log(file, Level.INFO, Clock.systemUTC());
      // Otherwise the trace goes to the output, which is not bounded.
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, e) ->
              log.error(
                  "thread ended unexpectedly",
                  new Field("thread", thread.getName()),
                  Field.of("error", e)));
      BalancerSpec spec = BalancerJson.readSpec(Json.parse(specification(directory)));
      CountDownLatch stop = new CountDownLatch(1);
      try (BalancerServer server =
              inherited && System.inheritedChannel() instanceof ServerSocketChannel listening
                  ? BalancerServer.start(spec, listening, watchdog, log)
                  : BalancerServer.start(spec, watchdog, Processes.ofHost(), log);
          UnixHttpServer _ =
              UnixHttpServer.start(socket, new ControlApi(server, spec, stop), watchdog)) {
        log.info(
            "balancer serves",
            Field.of("pid", ProcessHandle.current().pid()),
            Field.of("name", spec.name()),
            new Field("host", spec.host()),
            Field.of("port", server.port()));
        while (!stop.await(LOOK_SECONDS, TimeUnit.SECONDS) && Files.isDirectory(directory)) {}
        server.stop(spec.settings().drainTimeout());
        log.info(
            "balancer stopped",
            Field.of("requests", server.requests()),
            Field.of("retries", server.retries()),
            Field.of("failed", server.failed()));
      }
      return 0;
    } catch (PlatformException e) {
      Files.writeString(directory.resolve("error.json"), ErrorJson.write(e).text());
      return 3;
    }
  }
}
