package dev.ingot.bake.docker;

import dev.ingot.registry.json.JsonOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container of a build may use of this host.
 *
 * @param volumes folders of the container by those of this host, absolute
 * @param devices as {@code docker run --device} takes them
 * @param tmpfs as {@code docker run --tmpfs} takes them
 * @param execUser who runs commands; empty for the container's user
 * @param ownUploads whether uploaded files belong to who runs commands
 */
record ContainerSettings(
    RunCommand run,
    Map<String, String> volumes,
    List<String> devices,
    List<String> tmpfs,
    List<String> addedCapabilities,
    List<String> droppedCapabilities,
    boolean privileged,
    Optional<String> execUser,
    boolean ownUploads) {
  private record Device(String host, String inside, String access) {
    static Device parse(String text) {
      String[] parts = text.split(":", 3);
      String access = parts.length == 3 ? parts[2] : "rwm";
      return new Device(parts[0], parts.length > 1 ? parts[1] : parts[0], access);
    }
  }

  ContainerSettings {
    volumes = Map.copyOf(volumes);
    devices = List.copyOf(devices);
    tmpfs = List.copyOf(tmpfs);
    addedCapabilities = List.copyOf(addedCapabilities);
    droppedCapabilities = List.copyOf(droppedCapabilities);
  }

  /** The folders that are in memory. */
  List<String> memoryFolders() {
    return tmpfs.stream().map(each -> each.split(":", 2)[0]).toList();
  }

  /** The body of the request that creates a container. */
  void write(String image, JsonOut out) {
    out.text("Image", image)
        .flag("Tty", run.terminal())
        .flag("OpenStdin", run.input())
        .texts("Cmd", run.command())
        .texts("Env", run.environment())
        .optionalText("User", run.user())
        .optionalText("WorkingDir", run.folder());
    run.entrypoint().ifPresent(program -> out.array("Entrypoint", List.of(program)));
    out.object("HostConfig", this::writeHost);
  }

  private void writeHost(JsonOut out) {
    List<String> binds = new ArrayList<>();
    volumes.forEach((host, inside) -> binds.add(host + ":" + inside));
    out.texts("Binds", binds.stream().sorted().toList())
        .flag("Privileged", privileged)
        .texts("CapAdd", addedCapabilities)
        .texts("CapDrop", droppedCapabilities)
        .optionalText("NetworkMode", run.network());
    if (!devices.isEmpty()) {
      out.objects(
          "Devices",
          devices.stream().map(Device::parse).toList(),
          device ->
              out.text("PathOnHost", device.host())
                  .text("PathInContainer", device.inside())
                  .text("CgroupPermissions", device.access()));
    }
    if (!tmpfs.isEmpty()) {
      out.object(
          "Tmpfs",
          mounts -> {
            for (String each : tmpfs) {
              String[] parts = each.split(":", 2);
              JsonOut _ = mounts.text(parts[0], parts.length > 1 ? parts[1] : "");
            }
          });
    }
  }
}
