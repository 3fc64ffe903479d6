package dev.ingot.platform.api;

import dev.ingot.platform.json.Fields;
import java.util.List;
import java.util.Optional;

/** The volumes of an agent; the rules of {@link AgentClient} apply. */
public final class VolumeClient {
  private final AgentCalls agent;

  VolumeClient(AgentCalls agent) {
    this.agent = agent;
  }

  /**
   * Creates a volume; the content of an existing one is left as it is.
   *
   * @param snapshots how many are kept of it, as it was before a machine got it
   */
  public Volume create(String name, int snapshots) throws PlatformException {
    return AgentCalls.read(
        agent.call(
            "PUT",
            "/volumes/" + name,
            Fields.object().put("snapshots", snapshots).build(),
            AgentCalls.SHORT),
        json -> MachineJson.readVolume(json));
  }

  /** A volume, if it exists. */
  public Optional<Volume> find(String name) throws PlatformException {
    return agent.find("/volumes/" + name, json -> MachineJson.readVolume(json));
  }

  /** All volumes, by name. */
  public List<Volume> all() throws PlatformException {
    return agent.list("/volumes", json -> MachineJson.readVolume(json));
  }

  /**
   * Deletes a volume and its contents.
   *
   * @return whether it existed
   * @throws PlatformException when a machine has it mounted
   */
  public boolean delete(String name) throws PlatformException {
    return agent.delete("/volumes/" + name, AgentCalls.LONG);
  }
}
