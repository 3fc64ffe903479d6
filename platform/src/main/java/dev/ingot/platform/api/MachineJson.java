package dev.ingot.platform.api;

import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.json.Json.JsonException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Machines and volumes as JSON. */
public final class MachineJson {
  private MachineJson() {}

  /** A specification as JSON. */
  public static Json.Obj write(MachineSpec spec) {
    Fields.Builder root = Fields.object();
    switch (spec.root()) {
      case MachineRoot.Image(String digest) -> root.put("image", digest);
      case MachineRoot.Directory(Path path) -> root.put("directory", path.toString());
    }
    return Fields.object()
        .put("name", spec.name())
        .put("root", root.build())
        .putStrings("command", spec.command())
        .put("environment", spec.environment())
        .put("working_directory", spec.workingDirectory())
        .put("user", spec.user())
        .put("ports", spec.ports().stream().map(port -> new Json.Int(port)).toList())
        .put("limits", write(spec.limits()))
        .put(
            "volumes",
            spec.volumes().stream()
                .map(
                    mount ->
                        Fields.object()
                            .put("volume", mount.volume())
                            .put("path", mount.path())
                            .build())
                .toList())
        .put("labels", spec.labels())
        .put("stop_grace_ms", spec.stopGrace())
        .build();
  }

  /** A specification from JSON. */
  public static MachineSpec readSpec(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    Fields root = fields.fields("root");
    List<Integer> ports = new ArrayList<>();
    for (Json port : fields.list("ports")) {
      if (!(port instanceof Json.Int(long value)) || value < 1 || value > 65535) {
        throw new JsonException("\"ports\" must be numbers from 1 to 65535");
      }
      ports.add((int) value);
    }
    List<VolumeMount> volumes = new ArrayList<>();
    for (Json mount : fields.list("volumes")) {
      Fields volume = Fields.of(mount);
      volumes.add(new VolumeMount(volume.string("volume"), volume.string("path")));
    }
    return new MachineSpec(
        fields.string("name"),
        root.has("image")
            ? new MachineRoot.Image(root.string("image"))
            : new MachineRoot.Directory(path(root.string("directory"))),
        fields.strings("command"),
        fields.stringMap("environment"),
        fields.optionalString("working_directory"),
        fields.optionalString("user"),
        ports,
        fields.has("limits") ? readLimits(fields.fields("limits")) : Limits.NONE,
        volumes,
        fields.stringMap("labels"),
        fields.has("stop_grace_ms")
            ? fields.millis("stop_grace_ms")
            : MachineSpec.DEFAULT_STOP_GRACE);
  }

  private static Path path(String text) throws JsonException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new JsonException("not a path: " + e.getReason());
    }
  }

  private static Json.Obj write(Limits limits) {
    Fields.Builder json = Fields.object();
    limits.memoryBytes().ifPresent(value -> json.put("memory_bytes", value));
    limits.processes().ifPresent(value -> json.put("processes", value));
    limits.cpus().ifPresent(value -> json.put("cpus", value));
    return json.build();
  }

  private static Limits readLimits(Fields fields) throws JsonException {
    return new Limits(
        fields.has("memory_bytes")
            ? OptionalLong.of(fields.integer("memory_bytes"))
            : OptionalLong.empty(),
        fields.has("processes")
            ? OptionalLong.of(fields.integer("processes"))
            : OptionalLong.empty(),
        fields.has("cpus") ? OptionalDouble.of(fields.real("cpus")) : OptionalDouble.empty());
  }

  /** A state as JSON. */
  public static Json.Obj write(MachineState state) {
    return switch (state) {
      case MachineState.Running(long pid) ->
          Fields.object().put("is", "running").put("pid", pid).build();
      case MachineState.Exited(int code, var at, var reason) ->
          Fields.object()
              .put("is", "exited")
              .put("code", code)
              .put("at", at)
              .put("reason", reason)
              .build();
      case MachineState.Unknown(String reason) ->
          Fields.object().put("is", "unknown").put("reason", reason).build();
    };
  }

  /** A state from JSON. */
  public static MachineState readState(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    String is = fields.string("is");
    if (is.equals("running")) {
      return new MachineState.Running(fields.integer("pid"));
    }
    if (is.equals("exited")) {
      return new MachineState.Exited(
          fields.smallInteger("code"), fields.instant("at"), fields.optionalString("reason"));
    }
    return new MachineState.Unknown(fields.optionalString("reason").orElse(is));
  }

  /** A machine as JSON. */
  public static Json.Obj write(Machine machine) {
    return Fields.object()
        .put("id", machine.id())
        .put("spec", write(machine.spec()))
        .put("address", machine.address())
        .put("created_at", machine.createdAt())
        .put("state", write(machine.state()))
        .put("mode", machine.mode().name())
        .putStrings("notes", machine.notes())
        .build();
  }

  /** A machine from JSON. */
  public static Machine readMachine(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    return new Machine(
        fields.string("id"),
        readSpec(fields.fields("spec").json()),
        fields.string("address"),
        fields.instant("created_at"),
        readState(fields.fields("state").json()),
        mode(fields.string("mode")),
        fields.strings("notes"));
  }

  /** The kind of isolation from its name. */
  public static JailMode mode(String name) throws JsonException {
    for (JailMode mode : JailMode.values()) {
      if (mode.name().equals(name)) {
        return mode;
      }
    }
    throw new JsonException("unknown mode " + name);
  }

  /** A volume as JSON. */
  public static Json.Obj write(Volume volume) {
    return Fields.object()
        .put("name", volume.name())
        .put("path", volume.path().toString())
        .put("created_at", volume.createdAt())
        .putStrings("attached_to", volume.attachedTo())
        .build();
  }

  /** A volume from JSON. */
  public static Volume readVolume(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    return new Volume(
        fields.string("name"),
        path(fields.string("path")),
        fields.instant("created_at"),
        fields.strings("attached_to"));
  }
}
