package dev.ingot.platform.api;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import java.util.List;
import java.util.Optional;

/** The machines of an agent; the rules of {@link AgentClient} apply. */
public final class MachineClient {
  private final AgentCalls agent;

  MachineClient(AgentCalls agent) {
    this.agent = agent;
  }

  /**
   * Creates and starts a machine. The same id with the same specification returns the existing
   * machine, so that a caller that was killed can repeat the call.
   */
  public Machine create(String id, MachineSpec spec) throws PlatformException {
    return AgentCalls.read(
        agent.call("PUT", "/machines/" + id, MachineJson.write(spec), AgentCalls.LONG),
        json -> MachineJson.readMachine(json));
  }

  /** A machine, if it exists. */
  public Optional<Machine> find(String id) throws PlatformException {
    return agent.find("/machines/" + id, json -> MachineJson.readMachine(json));
  }

  /** All machines, by id. */
  public List<Machine> all() throws PlatformException {
    return agent.list("/machines", json -> MachineJson.readMachine(json));
  }

  /**
   * Stops a machine and removes it; its log is kept for some time. May take as long as its grace
   * period.
   *
   * @return whether it was there
   */
  public boolean destroy(String id) throws PlatformException {
    return agent.delete("/machines/" + id, AgentCalls.LONG);
  }

  /** The last lines of a machine's output, by id or address, including one destroyed recently. */
  public LogChunk logs(String idOrAddress, int lines) throws PlatformException {
    return AgentCalls.read(
        agent.call(
            "GET",
            "/logs/" + idOrAddress + "?tail=" + lines,
            Fields.object().build(),
            AgentCalls.SHORT),
        MachineClient::chunk);
  }

  /** A machine's output after a position; call again with the new position to follow it. */
  public LogChunk logsAfter(String idOrAddress, long position) throws PlatformException {
    return AgentCalls.read(
        agent.call(
            "GET",
            "/logs/" + idOrAddress + "?after=" + position,
            Fields.object().build(),
            AgentCalls.SHORT),
        MachineClient::chunk);
  }

  private static LogChunk chunk(Json json) throws Json.JsonException {
    Fields fields = Fields.of(json);
    return new LogChunk(fields.string("text"), fields.integer("position"));
  }

  /** Runs a health check on a machine once. */
  public Verdict probe(String id, Check.Direct check) throws PlatformException {
    return AgentCalls.read(
        agent.call(
            "POST",
            "/machines/" + id + "/probe",
            HealthJson.write(check),
            check.timeout().plus(AgentCalls.SHORT)),
        json -> HealthJson.readVerdict(json));
  }
}
