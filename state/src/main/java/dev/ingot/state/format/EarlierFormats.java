package dev.ingot.state.format;

import dev.ingot.address.AddressException;
import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.ObjectStatus;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StoredAttributes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/**
 * Reads states of the formats 1 to 3, which Terraform wrote before 0.12: instances by names such as
 * {@code aws_instance.web.0}, their attributes as flat texts. Dependencies, which name no
 * instances, and the outputs of modules within are left out. Rules: the recorded behaviour of
 * Terraform 1.11, and the upgrade in OpenTofu.
 */
final class EarlierFormats {
  private static final String NO_VERSION = "0.0.0";
  private static final int FIRST = 1;
  private static final int SECOND = 2;

  private final Value json;
  private final long version;
  private final TreeMap<String, OutputState> outputs = new TreeMap<>();
  private final TreeMap<ResourceAddress, ResourceState> resources = new TreeMap<>();

  private EarlierFormats(Value json, long version) {
    this.json = json;
    this.version = version;
  }

  /**
   * The state.
   *
   * @param version of its format, from 1 to 3
   * @throws MisshapenException if it isn't one
   */
  static State read(byte[] bytes, long version) {
    Value json;
    try {
      json = ValueJson.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (JacksonException | ValueJsonException e) {
      throw new MisshapenException("it can't be read as JSON: " + e.getMessage());
    }
    return new EarlierFormats(json, version).state();
  }

  private State state() {
    long serial = Values.attribute(json, "serial").map(EarlierFormats::whole).orElse(0L);
    if (serial < 0) {
      throw new MisshapenException("state has serial less than zero, which is invalid");
    }
    for (Value module : elements(json, "modules")) {
      module(module);
    }
    // The first format had no lineage and no version of the writer.
    return new State(
        version == FIRST ? NO_VERSION : text(json, "terraform_version").orElse(NO_VERSION),
        serial,
        version == FIRST ? "" : text(json, "lineage").orElse(""),
        outputs,
        resources,
        RawJson.NULL,
        Map.of());
  }

  private void module(Value module) {
    List<String> path =
        elements(module, "path").stream()
            .map(each -> Values.text(each).orElseThrow(() -> wrong("path")))
            .toList();
    if (path.isEmpty() || !path.getFirst().equals("root")) {
      throw new MisshapenException("state contains invalid module path " + quoted(path));
    }
    List<ModuleAddress.Call> calls = new ArrayList<>();
    for (String name : path.subList(1, path.size())) {
      calls.add(new ModuleAddress.Call(name, InstanceKey.none()));
    }
    ModuleAddress address = checked(new ModuleAddress(calls), path);
    entries(module, "resources").forEach((name, instance) -> instance(address, name, instance));
    if (calls.isEmpty()) {
      entries(module, "outputs").forEach((name, output) -> outputs.put(name, output(output)));
    }
  }

  private static ModuleAddress checked(ModuleAddress address, List<String> path) {
    try {
      return ModuleAddress.parse(address.toString());
    } catch (AddressException e) {
      throw new MisshapenException(
          "state contains invalid module path "
              + quoted(path)
              + ": a name in it is not a valid identifier; rename it in Terraform 0.11 before"
              + " upgrading to Terraform 0.12");
    }
  }

  private static String quoted(List<String> path) {
    return path.stream().map(Quoting::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private OutputState output(Value output) {
    Value value = version == FIRST ? output : Values.attribute(output, "value").orElse(Values.NULL);
    boolean sensitive =
        version != FIRST
            && Values.attribute(output, "sensitive").filter(Values::isTrue).isPresent();
    return new OutputState(
        new RawJson(ValueJson.format(value)),
        new RawJson(TypeJson.format(simplified(value.type()))),
        sensitive);
  }

  /** What has elements of one type only was a list or a map, since there was nothing else. */
  private static Type simplified(Type type) {
    return switch (type) {
      case Type.TupleType(List<Type> elements) when elements.stream().distinct().count() == 1 ->
          new Type.ListType(simplified(elements.getFirst()));
      case Type.ObjectType object
          when object.attributes().values().stream().distinct().count() == 1 ->
          new Type.MapType(simplified(object.attributes().firstEntry().getValue()));
      default -> type;
    };
  }

  /** One entry is one instance, under the name of its resource and its index. */
  private void instance(ModuleAddress module, String name, Value instance) {
    List<String> parts = new ArrayList<>(List.of(name.split("\\.", -1)));
    boolean data = parts.size() > 2 && parts.getFirst().equals("data");
    if (data) {
      parts.removeFirst();
    }
    if (parts.size() < 2 || parts.size() > 3) {
      throw new MisshapenException("invalid internal resource address format: " + name);
    }
    ResourceAddress address =
        new ResourceAddress(
            module, data ? ResourceMode.DATA : ResourceMode.MANAGED, parts.get(0), parts.get(1));
    InstanceKey key = parts.size() == 3 ? key(name, parts.get(2)) : InstanceKey.none();
    ResourceState before =
        resources.getOrDefault(
            address,
            new ResourceState(
                address, provider(module, address, instance), new TreeMap<>(), Map.of()));
    TreeMap<InstanceKey, InstanceState> instances = new TreeMap<>(before.instances());
    InstanceState objects = InstanceState.EMPTY;
    Optional<Value> primary = Values.attribute(instance, "primary").filter(it -> !it.isNull());
    if (primary.isPresent()) {
      objects = objects.withCurrent(object(primary.get()));
    }
    int number = 0;
    for (Value deposed : elements(instance, "deposed")) {
      number++;
      objects =
          objects.withDeposed(
              new DeposedKey(String.format(Locale.ROOT, "%08x", number)), object(deposed));
    }
    instances.put(key, objects);
    resources.put(
        address, new ResourceState(address, before.provider(), instances, before.unknownFields()));
  }

  private static InstanceKey key(String name, String index) {
    try {
      return InstanceKey.of(Long.parseLong(index));
    } catch (NumberFormatException e) {
      throw new MisshapenException("error parsing resource address \"" + name + "\"");
    }
  }

  /** {@code provider.aws.west}, from 0.11 on; before {@code aws.west}, of the same module. */
  private static ProviderConfigAddress provider(
      ModuleAddress module, ResourceAddress address, Value instance) {
    String given = text(instance, "provider").orElse("");
    String prefix = module.calls().isEmpty() ? "" : module + ".";
    int underscore = address.type().indexOf('_');
    String implied = underscore < 0 ? address.type() : address.type().substring(0, underscore);
    String whole =
        given.contains("provider.")
            ? given
            : prefix + "provider." + (given.isEmpty() ? implied : given);
    try {
      return ProviderConfigAddress.parse(whole);
    } catch (AddressException e) {
      throw new MisshapenException(
          "invalid provider config reference \""
              + given
              + "\" for "
              + address
              + (given.contains("${")
                  ? ": this alias seems to contain a template interpolation sequence, which was not"
                      + " supported but also not error-checked in Terraform 0.11. To proceed,"
                      + " rename the associated provider alias to a valid identifier and apply"
                      + " the change with Terraform 0.11 before upgrading to Terraform 0.12"
                  : ""));
    }
  }

  private ObjectState object(Value object) {
    TreeMap<String, String> attributes = new TreeMap<>();
    entries(object, "attributes")
        .forEach(
            (name, value) ->
                attributes.put(name, Values.text(value).orElseThrow(() -> wrong(name))));
    if (version <= SECOND) {
      FlatMaps.mark(attributes);
    }
    text(object, "id")
        .ifPresent(id -> attributes.merge("id", id, (own, _) -> own.isEmpty() ? id : own));
    SortedMap<String, Value> meta = new TreeMap<>(entries(object, "meta"));
    Optional<Long> schema =
        Optional.ofNullable(meta.get("schema_version")).flatMap(EarlierFormats::schema);
    if (schema.isPresent()) {
      meta.remove("schema_version");
    }
    boolean tainted = Values.attribute(object, "tainted").filter(Values::isTrue).isPresent();
    return ObjectState.builder(new StoredAttributes.Flat(attributes))
        .status(tainted ? ObjectStatus.TAINTED : ObjectStatus.READY)
        .schemaVersion(schema.orElse(0L))
        .privateBytes(
            meta.isEmpty()
                ? Bytes.EMPTY
                : Bytes.of(ValueJson.format(Values.object(meta)).getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  /** Providers kept it as a number or as a text. */
  private static Optional<Long> schema(Value value) {
    Optional<String> text = Values.text(value);
    if (text.isEmpty()) {
      return Values.numberOf(value).map(_ -> whole(value)).filter(number -> number >= 0);
    }
    try {
      return Optional.of(Long.parseUnsignedLong(text.get())).filter(number -> number >= 0);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static long whole(Value value) {
    return Values.numberOf(value)
        .map(number -> number.asLong().orElseThrow(() -> wrong("serial")))
        .orElseThrow(() -> wrong("serial"));
  }

  private static Optional<String> text(Value object, String name) {
    return Values.attribute(object, name)
        .filter(value -> !value.isNull())
        .map(value -> Values.text(value).orElseThrow(() -> wrong(name)))
        .filter(text -> !text.isEmpty());
  }

  private static List<Value> elements(Value object, String name) {
    return Values.attribute(object, name)
        .filter(value -> !value.isNull())
        .map(value -> Values.elements(value).orElseThrow(() -> wrong(name)))
        .orElse(List.of());
  }

  private static SortedMap<String, Value> entries(Value object, String name) {
    return Values.attribute(object, name)
        .filter(value -> !value.isNull())
        .map(value -> Values.entries(value).orElseThrow(() -> wrong(name)))
        .orElseGet(TreeMap::new);
  }

  private static MisshapenException wrong(String name) {
    return new MisshapenException("\"" + name + "\" has a value of another kind");
  }
}
