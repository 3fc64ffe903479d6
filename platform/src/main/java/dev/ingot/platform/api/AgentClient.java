package dev.ingot.platform.api;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.http.UnixHttpClient;
import dev.ingot.platform.http.UnixHttpServer;
import dev.ingot.platform.http.Watchdog;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.program.ProgramVersion;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Speaks to the agent of a home. Safe for use by many threads; every call has a time limit and
 * fails with a {@link PlatformException} that says what to do. An agent that dies meanwhile is
 * started again and asked again: every call may be made twice.
 */
public final class AgentClient implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration CREATE = Duration.ofMinutes(10);

  /** One that dies of what it is asked would die of it for ever. */
  private static final int RESTARTS = 3;

  private final AgentHome home;
  private final UnixHttpClient http;
  private final Watchdog watchdog;
  private final JailCapability capability;
  private final Optional<AgentStart> start;
  private final ReentrantLock starting = new ReentrantLock();

  private AgentClient(
      AgentHome home,
      UnixHttpClient http,
      Watchdog watchdog,
      JailCapability capability,
      Optional<AgentStart> start) {
    this.home = home;
    this.http = http;
    this.watchdog = watchdog;
    this.capability = capability;
    this.start = start;
  }

  /**
   * Connects to the home's agent; starts one when none runs, replaces one of another build (its
   * machines and balancers go on).
   *
   * @throws PlatformException when no agent can be started, with the reason
   */
  public static AgentClient connect(AgentHome home, AgentLauncher launcher)
      throws PlatformException, InterruptedException {
    Watchdog watchdog = new Watchdog();
    boolean connected = false;
    try {
      UnixHttpClient http = new UnixHttpClient(home.agentSocket(), watchdog);
      AgentStart start = new AgentStart(home, launcher, http);
      JailCapability capability = start.connect();
      connected = true;
      return new AgentClient(home, http, watchdog, capability, Optional.of(start));
    } finally {
      if (!connected) {
        watchdog.close();
      }
    }
  }

  /** Connects to the home's agent if one runs; starts none, replaces none. */
  public static Optional<AgentClient> connectIfRunning(AgentHome home) {
    Watchdog watchdog = new Watchdog();
    UnixHttpClient http = new UnixHttpClient(home.agentSocket(), watchdog);
    Optional<AgentStart.Version> version = AgentStart.ask(http);
    if (version.isEmpty()) {
      watchdog.close();
      return Optional.empty();
    }
    return Optional.of(
        new AgentClient(home, http, watchdog, version.get().capability(), Optional.empty()));
  }

  /** How machines are isolated on this host. */
  public JailCapability capability() {
    return capability;
  }

  /** This program's build, as agents tell it. */
  public static String build() {
    return ProgramVersion.current();
  }

  /**
   * Creates and starts a machine. The same id with the same specification again gives the machine
   * that is there, so that a caller that was killed can ask again.
   */
  public Machine createMachine(String id, MachineSpec spec) throws PlatformException {
    return read(
        call("PUT", "/machines/" + id, MachineJson.write(spec), CREATE),
        json -> MachineJson.readMachine(json));
  }

  /** A machine, if it is there. */
  public Optional<Machine> findMachine(String id) throws PlatformException {
    return find("/machines/" + id, json -> MachineJson.readMachine(json));
  }

  /** All machines, by id. */
  public List<Machine> machines() throws PlatformException {
    return list("/machines", json -> MachineJson.readMachine(json));
  }

  /**
   * Stops a machine and removes it; its log is kept for some time. May take as long as its grace.
   *
   * @return whether it was there
   */
  public boolean destroyMachine(String id) throws PlatformException {
    return delete("/machines/" + id, CREATE);
  }

  /** The last lines of a machine's output, by id or address, also of one destroyed lately. */
  public LogChunk logs(String idOrAddress, int lines) throws PlatformException {
    return read(
        call("GET", "/logs/" + idOrAddress + "?tail=" + lines, Fields.object().build(), SHORT),
        AgentClient::chunk);
  }

  /** What a machine printed after a position; ask again with the new position to follow it. */
  public LogChunk logsAfter(String idOrAddress, long position) throws PlatformException {
    return read(
        call("GET", "/logs/" + idOrAddress + "?after=" + position, Fields.object().build(), SHORT),
        AgentClient::chunk);
  }

  private static LogChunk chunk(Json json) throws Json.JsonException {
    Fields fields = Fields.of(json);
    return new LogChunk(fields.string("text"), fields.integer("position"));
  }

  /** Asks a machine once whether it is healthy. */
  public Verdict probe(String id, Check.Direct check) throws PlatformException {
    return read(
        call(
            "POST",
            "/machines/" + id + "/probe",
            HealthJson.write(check),
            check.timeout().plus(SHORT)),
        json -> HealthJson.readVerdict(json));
  }

  /** Creates a balancer; the same id with the same specification again gives the one there is. */
  public Balancer createBalancer(String id, BalancerSpec spec) throws PlatformException {
    return read(
        call("PUT", "/balancers/" + id, BalancerJson.write(spec), SHORT),
        json -> BalancerJson.readBalancer(json));
  }

  /**
   * Changes a balancer's backends, check and settings, losing no request: new backends are healthy
   * before old ones are drained. Returns when removed backends are idle or their drain time is
   * over.
   */
  public Balancer updateBalancer(String id, BalancerSpec spec) throws PlatformException {
    Duration timeout = spec.settings().drainTimeout().multipliedBy(2).plus(SHORT);
    return read(
        call("PATCH", "/balancers/" + id, BalancerJson.write(spec), timeout),
        json -> BalancerJson.readBalancer(json));
  }

  /**
   * Gives a backend no new requests and waits for those it has.
   *
   * @return how many are still in flight
   */
  public int drainBackend(String id, String backend, Duration timeout) throws PlatformException {
    String target = "/balancers/" + id + "/drain/" + backend + "?timeout_ms=" + timeout.toMillis();
    return read(
        call("POST", target, Fields.object().build(), timeout.plus(SHORT)),
        json -> Fields.of(json).smallInteger("in_flight"));
  }

  /** A balancer with its backends as they are now, if it is there. */
  public Optional<Balancer> findBalancer(String id) throws PlatformException {
    return find("/balancers/" + id, json -> BalancerJson.readBalancer(json));
  }

  /** All balancers, by id. */
  public List<Balancer> balancers() throws PlatformException {
    return list("/balancers", json -> BalancerJson.readBalancer(json));
  }

  /** Ends a balancer, letting requests in flight end; returns whether it was there. */
  public boolean destroyBalancer(String id) throws PlatformException {
    return delete("/balancers/" + id, CREATE);
  }

  /** Makes a volume; one that is there is left as it is. */
  public Volume createVolume(String name) throws PlatformException {
    return read(
        call("PUT", "/volumes/" + name, Fields.object().build(), SHORT),
        json -> MachineJson.readVolume(json));
  }

  /** A volume, if it is there. */
  public Optional<Volume> findVolume(String name) throws PlatformException {
    return find("/volumes/" + name, json -> MachineJson.readVolume(json));
  }

  /** All volumes, by name. */
  public List<Volume> volumes() throws PlatformException {
    return list("/volumes", json -> MachineJson.readVolume(json));
  }

  /**
   * Deletes a volume with what is in it.
   *
   * @return whether it was there
   * @throws PlatformException when a machine has it mounted
   */
  public boolean deleteVolume(String name) throws PlatformException {
    return delete("/volumes/" + name, CREATE);
  }

  /** Ends the agent; machines and balancers go on and are taken up by the next one. */
  public void stopAgent() throws PlatformException {
    try {
      var _ = http.call("POST", "/exit", Fields.object().build().text(), SHORT);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  @Override
  public void close() {
    watchdog.close();
  }

  private interface Reader<T> {
    T read(Json json) throws Json.JsonException;
  }

  private static <T> T read(UnixHttpServer.Response response, Reader<T> reader)
      throws PlatformException {
    if (response.status() != 200) {
      throw ErrorJson.read(response.body());
    }
    try {
      return reader.read(Json.parse(response.body()));
    } catch (Json.JsonException e) {
      throw new PlatformException(
          Code.FAILED, "the agent's answer can't be read: " + e.problem(), "", e);
    }
  }

  private <T> Optional<T> find(String target, Reader<T> reader) throws PlatformException {
    UnixHttpServer.Response response = call("GET", target, Fields.object().build(), SHORT);
    return response.status() == 404 ? Optional.empty() : Optional.of(read(response, reader));
  }

  private <T> List<T> list(String target, Reader<T> reader) throws PlatformException {
    return read(
        call("GET", target, Fields.object().build(), SHORT),
        json -> {
          if (!(json instanceof Json.Arr(List<Json> elements))) {
            throw new Json.JsonException("an array is wanted");
          }
          List<T> all = new ArrayList<>();
          for (Json element : elements) {
            all.add(reader.read(element));
          }
          return all;
        });
  }

  private boolean delete(String target, Duration timeout) throws PlatformException {
    UnixHttpServer.Response response = call("DELETE", target, Fields.object().build(), timeout);
    if (response.status() == 404) {
      return false;
    }
    return read(response, _ -> true);
  }

  private UnixHttpServer.Response call(
      String method, String target, Json.Obj body, Duration timeout) throws PlatformException {
    if (!target.matches("/[A-Za-z0-9_.:/?&=\\[\\]-]*")) {
      throw new PlatformException(Code.INVALID, "invalid characters in name: " + target, "");
    }
    for (int restarts = 0; ; restarts++) {
      try {
        return http.call(method, target, body.text(), timeout);
      } catch (SocketTimeoutException e) {
        throw new PlatformException(
            Code.TIMEOUT,
            "the agent of " + home.path() + " did not answer within " + timeout.toSeconds() + " s",
            "See " + home.agentLog(),
            e);
      } catch (IOException e) {
        if (restarts == RESTARTS || start.isEmpty()) {
          throw gone(e);
        }
        restart(start.get(), e);
      }
    }
  }

  private void restart(AgentStart agent, IOException gone) throws PlatformException {
    starting.lock();
    try {
      JailCapability _ = agent.connect();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone(gone);
    } finally {
      starting.unlock();
    }
  }

  private PlatformException gone(IOException e) {
    return new PlatformException(
        Code.UNREACHABLE,
        "the agent of " + home.path() + " is gone (" + e.getMessage() + ")",
        "Machines go on without it. The next command starts it again; see " + home.agentLog(),
        e);
  }
}
