package dev.ingot.platform.machine;

import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineJson;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.driver.MachineHandle;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.json.Json.JsonException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine's record on disk.
 *
 * @param id its id
 * @param spec its specification
 * @param address its address
 * @param createdAt when it was created
 * @param mode how it is isolated
 * @param handle lets its driver find it; empty until it has been started
 * @param ended how it ended; empty while it runs
 * @param notes what the host could not provide
 */
record MachineRecord(
    String id,
    MachineSpec spec,
    String address,
    Instant createdAt,
    JailMode mode,
    Optional<MachineHandle> handle,
    Optional<MachineState> ended,
    List<String> notes) {

  MachineRecord started(MachineHandle started, List<String> more) {
    return new MachineRecord(id, spec, address, createdAt, mode, Optional.of(started), ended, more);
  }

  MachineRecord ended(MachineState state) {
    return new MachineRecord(id, spec, address, createdAt, mode, handle, Optional.of(state), notes);
  }

  Machine machine() {
    MachineState state =
        ended.orElseGet(
            () ->
                handle
                    .<MachineState>map(p -> new MachineState.Running(p.holder().pid()))
                    .orElse(new MachineState.Unknown("starting")));
    return new Machine(id, spec, address, createdAt, state, mode, notes);
  }

  Json.Obj json() {
    Fields.Builder json =
        Fields.object()
            .put("id", id)
            .put("spec", MachineJson.write(spec))
            .put("address", address)
            .put("created_at", createdAt)
            .put("mode", mode.name())
            .putStrings("notes", notes);
    handle.ifPresent(
        it ->
            json.put("holder", write(it.holder()))
                .put("init", write(it.init()))
                .putStrings(
                    "control_groups", it.controlGroups().stream().map(Path::toString).toList())
                .put("environment", it.environment()));
    ended.ifPresent(state -> json.put("ended", MachineJson.write(state)));
    return json.build();
  }

  static MachineRecord read(String text) throws JsonException {
    Fields fields = Fields.of(Json.parse(text));
    return new MachineRecord(
        fields.string("id"),
        MachineJson.readSpec(fields.fields("spec").json()),
        fields.string("address"),
        fields.instant("created_at"),
        MachineJson.mode(fields.string("mode")),
        fields.has("holder") ? Optional.of(handle(fields)) : Optional.empty(),
        fields.has("ended")
            ? Optional.of(MachineJson.readState(fields.fields("ended").json()))
            : Optional.empty(),
        fields.strings("notes"));
  }

  private static MachineHandle handle(Fields fields) throws JsonException {
    List<Path> groups = new ArrayList<>();
    for (String group : fields.strings("control_groups")) {
      groups.add(Path.of(group));
    }
    return new MachineHandle(
        identity(fields.fields("holder")),
        identity(fields.fields("init")),
        groups,
        fields.stringMap("environment"));
  }

  static Json.Obj write(ProcessIdentity identity) {
    return Fields.object()
        .put("pid", identity.pid())
        .put("start_ticks", identity.startTicks())
        .put("boot_id", identity.bootId())
        .build();
  }

  static ProcessIdentity identity(Fields fields) throws JsonException {
    return new ProcessIdentity(
        fields.integer("pid"), fields.integer("start_ticks"), fields.string("boot_id"));
  }
}
