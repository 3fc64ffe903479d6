package dev.ingot.platform.agent;

import dev.ingot.http.UnixHttpServer;
import dev.ingot.http.UnixHttpServer.Request;
import dev.ingot.http.UnixHttpServer.Response;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerJson;
import dev.ingot.platform.api.ErrorJson;
import dev.ingot.platform.api.HealthJson;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.LogChunk;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineJson;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.api.Volume;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.json.Json.JsonException;
import dev.ingot.platform.machine.Machines;
import dev.ingot.platform.program.ProgramVersion;
import dev.ingot.platform.volume.VolumeStore;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agent's API: JSON over HTTP/1.1.
 *
 * <pre>
 * GET    /version                         POST /exit
 * GET    /machines[/ID]                   PUT, DELETE /machines/ID
 * GET    /logs/ID-OR-ADDRESS?tail=N       GET /logs/ID-OR-ADDRESS?after=POSITION
 * POST   /machines/ID/probe
 * GET    /balancers[/ID]                  PUT, PATCH, DELETE /balancers/ID
 * POST   /balancers/ID/drain/BACKEND?timeout_ms=N
 * GET    /volumes[/NAME]                  PUT, DELETE /volumes/NAME
 * </pre>
 */
final class AgentApi implements UnixHttpServer.Handler {
  private final JailCapability capability;
  private final Machines machines;
  private final Balancers balancers;
  private final VolumeStore volumes;
  private final Activity activity;
  private final Clock clock;

  AgentApi(
      JailCapability capability,
      Machines machines,
      Balancers balancers,
      VolumeStore volumes,
      Activity activity,
      Clock clock) {
    this.capability = capability;
    this.machines = machines;
    this.balancers = balancers;
    this.volumes = volumes;
    this.activity = activity;
    this.clock = clock;
  }

  private record Call(String method, List<String> path, Map<String, String> query, String body) {
    boolean is(String wantedMethod, int segments) {
      return method.equals(wantedMethod) && path.size() == segments;
    }
  }

  @Override
  public Response handle(Request request) throws InterruptedException {
    if (!activity.begin()) {
      return error(
          new PlatformException(Code.UNREACHABLE, "the agent is shutting down", "Try again."));
    }
    try {
      Call call = parse(request);
      return switch (call.path().isEmpty() ? "" : call.path().getFirst()) {
        case "version" -> version();
        case "exit" -> exit(call);
        case "machines" -> machines(call);
        case "logs" -> logs(call);
        case "balancers" -> balancers(call);
        case "volumes" -> volumes(call);
        default -> missing(request.target());
      };
    } catch (PlatformException e) {
      return error(e);
    } catch (JsonException e) {
      return error(new PlatformException(Code.INVALID, e.problem(), ""));
    } catch (NumberFormatException e) {
      return error(new PlatformException(Code.INVALID, "a query parameter must be a number", ""));
    } finally {
      activity.end(clock.millis());
    }
  }

  private static Call parse(Request request) {
    String[] parts = request.target().split("\\?", 2);
    List<String> path = List.of(parts[0].replaceFirst("^/", "").split("/"));
    Map<String, String> query = new LinkedHashMap<>();
    if (parts.length == 2) {
      for (String pair : parts[1].split("&")) {
        String[] nameAndValue = pair.split("=", 2);
        query.put(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
      }
    }
    return new Call(request.method(), path, query, request.body());
  }

  private static Response ok(Json json) {
    return new Response(200, json.text());
  }

  private static Response error(PlatformException e) {
    return new Response(ErrorJson.status(e.code()), ErrorJson.write(e).text());
  }

  private static Response missing(String what) {
    return error(new PlatformException(Code.NOT_FOUND, "there is no " + what, ""));
  }

  private Response version() {
    return ok(
        Fields.object()
            .put("build", ProgramVersion.current())
            .put("pid", ProcessHandle.current().pid())
            .put("mode", capability.mode().name())
            .put("overlay", capability.overlay())
            .put("cgroup_namespace", capability.cgroupNamespace())
            .put("filtered", capability.filtered())
            .put("mapped", capability.mapped())
            .put("explanation", capability.explanation())
            .build());
  }

  private Response exit(Call call) {
    if (!call.method().equals("POST")) {
      return missing("such method");
    }
    activity.requestExit();
    return ok(Fields.object().build());
  }

  private Response machines(Call call)
      throws PlatformException, JsonException, InterruptedException {
    if (call.is("GET", 1)) {
      return ok(
          new Json.Arr(machines.list().stream().map(m -> (Json) MachineJson.write(m)).toList()));
    }
    if (call.path().size() < 2) {
      return missing("such method");
    }
    String id = call.path().get(1);
    if (call.is("PUT", 2)) {
      MachineSpec spec = MachineJson.readSpec(Json.parse(call.body()));
      if (machines.find(id).isEmpty()) {
        volumes.handOver(spec.volumes());
      }
      return ok(MachineJson.write(machines.create(id, spec)));
    }
    if (call.is("GET", 2)) {
      Optional<Machine> machine = machines.find(id);
      return machine.isPresent() ? ok(MachineJson.write(machine.get())) : missing("machine " + id);
    }
    if (call.is("DELETE", 2)) {
      return machines.destroy(id) ? ok(Fields.object().build()) : missing("machine " + id);
    }
    if (call.is("POST", 3) && call.path().get(2).equals("probe")) {
      return ok(
          HealthJson.write(machines.probe(id, HealthJson.readCheck(Json.parse(call.body())))));
    }
    return missing("such method");
  }

  private Response logs(Call call) throws PlatformException {
    if (!call.is("GET", 2)) {
      return missing("such method");
    }
    String of = call.path().get(1);
    LogChunk chunk =
        call.query().containsKey("after")
            ? machines.after(of, Long.parseLong(call.query().getOrDefault("after", "0")))
            : machines.tail(of, Integer.parseInt(call.query().getOrDefault("tail", "100")));
    return ok(Fields.object().put("text", chunk.text()).put("position", chunk.position()).build());
  }

  private Response balancers(Call call)
      throws PlatformException, JsonException, InterruptedException {
    if (call.is("GET", 1)) {
      return ok(
          new Json.Arr(balancers.list().stream().map(b -> (Json) BalancerJson.write(b)).toList()));
    }
    if (call.path().size() < 2) {
      return missing("such method");
    }
    String id = call.path().get(1);
    if (call.is("PUT", 2)) {
      return ok(
          BalancerJson.write(balancers.create(id, BalancerJson.readSpec(Json.parse(call.body())))));
    }
    if (call.is("PATCH", 2)) {
      return ok(
          BalancerJson.write(balancers.update(id, BalancerJson.readSpec(Json.parse(call.body())))));
    }
    if (call.is("GET", 2)) {
      Optional<Balancer> balancer = balancers.find(id);
      return balancer.isPresent()
          ? ok(BalancerJson.write(balancer.get()))
          : missing("balancer " + id);
    }
    if (call.is("DELETE", 2)) {
      return balancers.destroy(id) ? ok(Fields.object().build()) : missing("balancer " + id);
    }
    if (call.is("POST", 4) && call.path().get(2).equals("drain")) {
      Duration timeout =
          Duration.ofMillis(Long.parseLong(call.query().getOrDefault("timeout_ms", "30000")));
      int left = balancers.drain(id, call.path().get(3), timeout);
      return ok(Fields.object().put("in_flight", left).build());
    }
    return missing("such method");
  }

  private Response volumes(Call call) throws PlatformException, JsonException {
    if (call.is("GET", 1)) {
      return ok(
          new Json.Arr(volumes.list().stream().map(v -> (Json) MachineJson.write(v)).toList()));
    }
    if (call.path().size() != 2) {
      return missing("such method");
    }
    String name = call.path().get(1);
    if (call.is("PUT", 2)) {
      long kept = Fields.of(Json.parse(call.body())).integer("snapshots");
      return ok(MachineJson.write(volumes.create(name, Math.toIntExact(kept))));
    }
    if (call.is("GET", 2)) {
      Optional<Volume> volume = volumes.find(name);
      return volume.isPresent() ? ok(MachineJson.write(volume.get())) : missing("volume " + name);
    }
    if (call.is("DELETE", 2)) {
      return volumes.delete(name) ? ok(Fields.object().build()) : missing("volume " + name);
    }
    return missing("such method");
  }
}
