package dev.ingot.bake.docker;

import dev.ingot.registry.json.JsonOut;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a container of a build may use of this host.
 *
 * @param binds as {@code docker run -v} takes them
 * @param devices as {@code docker run --device} takes them
 * @param tmpfs as {@code docker run --tmpfs} takes them
 */
record HostAccess(
    boolean privileged,
    List<String> binds,
    List<String> devices,
    List<String> tmpfs,
    List<String> addedCapabilities,
    List<String> droppedCapabilities) {
  private record Device(String host, String inside, String access) {
    static Device parse(String text) {
      String[] parts = text.split(":", 3);
      String access = parts.length == 3 ? parts[2] : "rwm";
      return new Device(parts[0], parts.length > 1 ? parts[1] : parts[0], access);
    }
  }

  HostAccess {
    binds = List.copyOf(binds);
    devices = List.copyOf(devices);
    tmpfs = List.copyOf(tmpfs);
    addedCapabilities = List.copyOf(addedCapabilities);
    droppedCapabilities = List.copyOf(droppedCapabilities);
  }

  /** What either of the two permits. */
  HostAccess and(HostAccess other) {
    return new HostAccess(
        privileged || other.privileged,
        both(binds, other.binds),
        both(devices, other.devices),
        both(tmpfs, other.tmpfs),
        both(addedCapabilities, other.addedCapabilities),
        both(droppedCapabilities, other.droppedCapabilities));
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  void write(JsonOut out) {
    out.texts("Binds", binds.stream().sorted().toList())
        .flag("Privileged", privileged)
        .texts("CapAdd", addedCapabilities)
        .texts("CapDrop", droppedCapabilities);
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

  /** Collects the options of a command line. */
  static final class Options {
    private boolean privileged;
    private final List<String> binds = new ArrayList<>();
    private final List<String> devices = new ArrayList<>();
    private final List<String> tmpfs = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();

    void privileged() {
      privileged = true;
    }

    /** Whether there is such an option with a value. */
    boolean take(String option, String value) {
      return switch (option) {
        case "-v", "--volume" -> binds.add(value);
        case "--device" -> devices.add(value);
        case "--tmpfs" -> tmpfs.add(value);
        case "--cap-add" -> added.add(value);
        case "--cap-drop" -> dropped.add(value);
        default -> false;
      };
    }

    HostAccess access() {
      return new HostAccess(privileged, binds, devices, tmpfs, added, dropped);
    }
  }
}
