package dev.ingot.platform.balancer;

import dev.ingot.http.UnixHttpClient;
import dev.ingot.http.UnixHttpServer;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.BalancerJson;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.ErrorJson;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Client of a balancer's process. */
public final class BalancerControl {
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final UnixHttpClient client;

  /** At its control socket. */
  public BalancerControl(Path socket, Watchdog watchdog) {
    this.client = new UnixHttpClient(socket, watchdog);
  }

  /** What a balancer's process reports about itself. */
  public record Status(
      long pid, long requests, long retries, long failed, List<BackendStatus> backends) {
    public Status {
      backends = List.copyOf(backends);
    }
  }

  /** Its status. */
  public Status status() throws IOException, PlatformException {
    Fields fields = fields(client.call("GET", "/status", "", SHORT));
    List<BackendStatus> backends = new ArrayList<>();
    for (Json json : fields.list("backends")) {
      backends.add(BalancerJson.readStatus(json));
    }
    return new Status(
        fields.integer("pid"),
        fields.integer("requests"),
        fields.integer("retries"),
        fields.integer("failed"),
        backends);
  }

  /**
   * Sends a new specification; returns when removed backends are idle or their drain time is over.
   */
  public int update(BalancerSpec spec) throws IOException, PlatformException {
    Duration timeout = spec.settings().drainTimeout().multipliedBy(2).plus(SHORT);
    return fields(client.call("PUT", "/spec", BalancerJson.write(spec).text(), timeout))
        .smallInteger("in_flight");
  }

  /** Drains a backend; returns how many requests are still in flight. */
  public int drain(String backend, Duration timeout) throws IOException, PlatformException {
    String target = "/drain/" + backend + "?timeout_ms=" + timeout.toMillis();
    return fields(client.call("POST", target, "", timeout.plus(SHORT))).smallInteger("in_flight");
  }

  /** Tells it to accept no more connections and to end when it is idle. */
  public void stop() throws IOException, PlatformException {
    var _ = fields(client.call("POST", "/stop", "", SHORT));
  }

  private static Fields fields(UnixHttpServer.Response response)
      throws IOException, PlatformException {
    if (response.status() != 200) {
      throw ErrorJson.read(response.body());
    }
    return Fields.of(Json.parse(response.body()));
  }

  /** The failure to reach it. */
  public static PlatformException unreachable(String id, IOException e) {
    return new PlatformException(
        Code.UNREACHABLE,
        "the process of balancer " + id + " does not answer: " + e.getMessage(),
        "The agent restarts it; see agent.log below INGOT_HOME/platform.",
        e);
  }
}
