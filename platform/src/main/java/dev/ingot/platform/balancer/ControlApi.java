package dev.ingot.platform.balancer;

import dev.ingot.http.UnixHttpServer;
import dev.ingot.platform.api.BalancerJson;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.ErrorJson;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.json.Json.JsonException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The API of a balancer's process, for the agent. */
final class ControlApi implements UnixHttpServer.Handler {
  private final BalancerServer server;
  private volatile BalancerSpec spec;
  private final CountDownLatch stop;

  ControlApi(BalancerServer server, BalancerSpec spec, CountDownLatch stop) {
    this.server = server;
    this.spec = spec;
    this.stop = stop;
  }

  @Override
  public UnixHttpServer.Response handle(UnixHttpServer.Request request)
      throws InterruptedException {
    try {
      return answer(request);
    } catch (JsonException e) {
      return error(400, Code.INVALID, e.problem());
    } catch (NumberFormatException e) {
      return error(400, Code.INVALID, "expected a number");
    }
  }

  private UnixHttpServer.Response answer(UnixHttpServer.Request request)
      throws JsonException, InterruptedException {
    String target = request.target();
    if (request.method().equals("GET") && target.equals("/status")) {
      return new UnixHttpServer.Response(200, status().text());
    }
    if (request.method().equals("PUT") && target.equals("/spec")) {
      BalancerSpec wanted = BalancerJson.readSpec(Json.parse(request.body()));
      spec = wanted;
      int left = server.update(wanted);
      return new UnixHttpServer.Response(
          200, Fields.object().put("in_flight", left).build().text());
    }
    if (request.method().equals("POST") && target.startsWith("/drain/")) {
      String[] parts = target.substring("/drain/".length()).split("\\?timeout_ms=", 2);
      Duration timeout =
          parts.length == 2
              ? Duration.ofMillis(Long.parseLong(parts[1]))
              : spec.settings().drainTimeout();
      Optional<Integer> left = server.drain(parts[0], timeout);
      return left.isPresent()
          ? new UnixHttpServer.Response(
              200, Fields.object().put("in_flight", left.get()).build().text())
          : error(404, Code.NOT_FOUND, "there is no backend " + parts[0]);
    }
    if (request.method().equals("POST") && target.equals("/stop")) {
      stop.countDown();
      return new UnixHttpServer.Response(200, "{}");
    }
    return error(404, Code.NOT_FOUND, "there is no " + target);
  }

  private Json.Obj status() {
    return Fields.object()
        .put("pid", ProcessHandle.current().pid())
        .put("requests", server.requests())
        .put("retries", server.retries())
        .put("failed", server.failed())
        .put("backends", server.backends().stream().map(BalancerJson::write).toList())
        .build();
  }

  private static UnixHttpServer.Response error(int status, Code code, String message) {
    return new UnixHttpServer.Response(
        status, ErrorJson.write(new PlatformException(code, message, "")).text());
  }
}
