package dev.ingot.platform.provider;

import dev.ingot.lang.DurationText;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.VolumeMount;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.registry.ImageSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * {@code ingot_machine}: an isolated process over an image. A machine is never changed: a different
 * configuration needs a new machine, and a machine that has died is replaced.
 */
final class MachineType implements ManagedType {
  private static final String RUNNING = "running";
  private static final int LOG_LINES = 12;

  /** The attributes whose change requires a new machine, in the order of the documentation. */
  private static final List<String> CONFIGURED =
      List.of(
          "name",
          "command",
          "environment",
          "working_directory",
          "user",
          "ports",
          "memory",
          "cpus",
          "pids",
          "labels",
          "stop_grace",
          "volume");

  private static final Schema SCHEMA =
      Schema.of(
          Map.ofEntries(
              Map.entry("id", Attribute.computed(Type.STRING)),
              Map.entry("address", Attribute.computed(Type.STRING)),
              Map.entry("started_at", Attribute.computed(Type.STRING)),
              Map.entry("status", Attribute.computed(Type.STRING)),
              Map.entry("image_digest", Attribute.computed(Type.STRING)),
              Map.entry("image", Attribute.required(Type.STRING)),
              Map.entry("name", Attribute.optionalComputed(Type.STRING)),
              Map.entry("command", Attribute.optional(Attributes.STRINGS)),
              Map.entry("environment", Attribute.optional(Attributes.STRING_MAP)),
              Map.entry("working_directory", Attribute.optional(Type.STRING)),
              Map.entry("user", Attribute.optional(Type.STRING)),
              Map.entry("ports", Attribute.optional(Attributes.NUMBERS)),
              Map.entry("memory", Attribute.optional(Type.STRING)),
              Map.entry("cpus", Attribute.optional(Type.NUMBER)),
              Map.entry("pids", Attribute.optional(Type.NUMBER)),
              Map.entry("labels", Attribute.optional(Attributes.STRING_MAP)),
              Map.entry("stop_grace", Attribute.optional(Type.STRING))),
          Map.of(
              "volume",
              NestedBlock.of(
                  Schema.of(
                      Map.of(
                          "name", Attribute.required(Type.STRING),
                          "path", Attribute.required(Type.STRING))),
                  Nesting.LIST)));

  private final PlatformAccess platform;
  private final ImageSelection images;
  private final Supplier<String> keys;

  MachineType(PlatformAccess platform, ImageSelection images, Supplier<String> keys) {
    this.platform = platform;
    this.images = images;
    this.keys = keys;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<ProviderDiagnostic> validate(Attributes config) {
    List<ProviderDiagnostic> problems = new ArrayList<>();
    config
        .text("memory")
        .filter(text -> Quantity.bytes(text).isEmpty())
        .ifPresent(
            text ->
                problems.add(
                    invalid("memory", "\"" + text + "\" is not a size. Example: \"256MiB\".")));
    config
        .text("stop_grace")
        .filter(text -> DurationText.parse(text).isEmpty())
        .ifPresent(
            text ->
                problems.add(
                    invalid(
                        "stop_grace", "\"" + text + "\" is not a duration. Example: \"10s\".")));
    config
        .number("cpus")
        .filter(number -> number <= 0)
        .ifPresent(number -> problems.add(invalid("cpus", "It must be more than 0.")));
    config
        .number("pids")
        .filter(number -> number < 1 || number != Math.rint(number))
        .ifPresent(number -> problems.add(invalid("pids", "It must be a whole number above 0.")));
    for (int port : config.wholeNumbers("ports")) {
      if (port < 1 || port > 65_535) {
        problems.add(invalid("ports", port + " is not a port; ports go from 1 to 65535."));
      }
    }
    for (Attributes volume : config.blocks("volume")) {
      volume
          .text("path")
          .filter(path -> !path.startsWith("/") || path.equals("/"))
          .ifPresent(
              path ->
                  problems.add(
                      invalid(
                          "volume",
                          "\"" + path + "\" must be an absolute path inside the machine.")));
    }
    return problems;
  }

  private static ProviderDiagnostic invalid(String attribute, String detail) {
    return ProviderDiagnostic.error("Invalid machine", detail, ValuePath.ROOT.attribute(attribute));
  }

  @Override
  public Planned plan(Optional<Attributes> prior, Attributes proposed) {
    SortedMap<String, Value> planned = proposed.copy();
    List<ProviderDiagnostic> problems = new ArrayList<>();
    Value digest = Value.unknown(Type.STRING);
    if (proposed.has("image")) {
      try {
        digest = Value.of(images.digest(proposed.text("image").orElse("")));
      } catch (ImageSelection.UnresolvedException e) {
        problems.add(
            ProviderDiagnostic.error(
                e.summary(), String.valueOf(e.getMessage()), ValuePath.ROOT.attribute("image")));
      }
    }
    planned.put("image_digest", digest);
    if (prior.isEmpty()) {
      for (String computed : List.of("id", "address", "started_at", "status")) {
        planned.put(computed, Attributes.unknownText());
      }
      if (proposed.get("name").isNull()) {
        planned.put("name", Attributes.unknownText());
      }
      return new Planned(new Value.ObjectValue(planned), List.of(), problems);
    }
    // First, because it changes what is planned.
    List<String> replace = replacing(prior.get(), planned);
    return new Planned(new Value.ObjectValue(planned), replace, problems);
  }

  private static List<String> replacing(Attributes prior, SortedMap<String, Value> planned) {
    List<String> replace = new ArrayList<>();
    Value digest = planned.getOrDefault("image_digest", Values.NULL);
    if (!digest.equals(prior.get("image_digest"))) {
      replace.add(prior.get("image").equals(planned.get("image")) ? "image_digest" : "image");
    }
    replace.addAll(prior.changed(planned, CONFIGURED));
    if (!prior.text("status").filter(RUNNING::equals).isPresent()) {
      planned.put("status", Value.unknown(Type.STRING));
      replace.add("status");
    }
    return replace;
  }

  @Override
  public String newKey(Attributes planned) {
    return "m-" + keys.get();
  }

  @Override
  public Optional<Value> read(String key, Attributes last) throws PlatformException {
    return platform.findMachine(key).map(machine -> value(machine, last));
  }

  private static Value value(Machine machine, Attributes last) {
    SortedMap<String, Value> value = last.copy();
    value.put("id", Value.of(machine.id()));
    value.put("address", Value.of(machine.address()));
    value.put("started_at", Value.of(machine.createdAt().toString()));
    value.put("status", Value.of(status(machine.state())));
    value.put("name", Value.of(machine.spec().name()));
    if (machine.spec().root() instanceof MachineRoot.Image(String digest)) {
      value.put("image_digest", Value.of(digest));
    }
    return new Value.ObjectValue(value);
  }

  private static String status(MachineState state) {
    return switch (state) {
      case MachineState.Running _ -> RUNNING;
      case MachineState.Exited exited -> exited.describe();
      case MachineState.Unknown unknown -> unknown.describe();
    };
  }

  @Override
  public Applied create(String key, Attributes planned) throws PlatformException {
    Machine machine = platform.createMachine(key, spec(key, planned));
    Value value = value(machine, planned);
    List<ProviderDiagnostic> problems = new ArrayList<>();
    if (!machine.isRunning()) {
      problems.add(
          ProviderDiagnostic.error(
              "Machine exited at once",
              "The machine "
                  + key
                  + " "
                  + machine.state().predicate()
                  + ".\n\nThe last lines of its log:\n"
                  + indented(platform.lastLines(key, LOG_LINES))));
    }
    for (String note : machine.notes()) {
      problems.add(ProviderDiagnostic.warning("Machine runs with restrictions", note));
    }
    return new Applied(value, problems);
  }

  private static String indented(String lines) {
    return lines.isBlank() ? "  (no output)" : lines.stripTrailing().indent(2).stripTrailing();
  }

  private static MachineSpec spec(String key, Attributes planned) {
    List<VolumeMount> volumes = new ArrayList<>();
    for (Attributes volume : planned.blocks("volume")) {
      volumes.add(new VolumeMount(volume.text("name").orElse(""), volume.text("path").orElse("")));
    }
    return new MachineSpec(
        planned.text("name").orElse(key),
        new MachineRoot.Image(planned.text("image_digest").orElse("")),
        planned.texts("command"),
        planned.textMap("environment"),
        planned.text("working_directory"),
        planned.text("user"),
        planned.wholeNumbers("ports"),
        limits(planned),
        volumes,
        planned.textMap("labels"),
        planned
            .text("stop_grace")
            .flatMap(DurationText::parse)
            .orElse(MachineSpec.DEFAULT_STOP_GRACE));
  }

  private static Limits limits(Attributes planned) {
    Optional<Long> memory = planned.text("memory").flatMap(Quantity::bytes);
    Optional<Double> processes = planned.number("pids");
    Optional<Double> processors = planned.number("cpus");
    return new Limits(
        memory.map(OptionalLong::of).orElse(OptionalLong.empty()),
        processes.map(n -> OptionalLong.of(n.longValue())).orElse(OptionalLong.empty()),
        processors.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
  }

  @Override
  public Applied update(String key, Attributes planned) throws PlatformException {
    // No attribute can be changed in place.
    return Applied.of(read(key, planned).orElse(planned.object()));
  }

  @Override
  public void destroy(String key) throws PlatformException {
    platform.destroyMachine(key);
  }
}
