package dev.ingot.state.format;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.version.Version;
import dev.ingot.state.InstanceState;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateFormatException.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/** Reads state files of format 4, and of the earlier ones. */
public final class StateReader {
  /** The format read and written. */
  static final long FORMAT = 4;

  private static final String BINARY = "tfstate";
  private static final String UNSUPPORTED = "Unsupported state file format";
  private static final String VALUE = "Invalid output value saved in state";
  private static final String TYPE = "Invalid output value type in state";
  private static final String INVALID = "Invalid state file";

  private final String program;
  private final byte[] bytes;
  private OptionalLong version = OptionalLong.empty();
  private String writerVersion = "";
  private boolean encrypted;
  private long serial;
  private String lineage = "";
  private final TreeMap<String, OutputState> outputs = new TreeMap<>();
  private final Map<ResourceAddress, ResourceState> resources = new LinkedHashMap<>();
  private RawJson checkResults = RawJson.NULL;
  private final Map<String, RawJson> unknown = new LinkedHashMap<>();

  private StateReader(byte[] bytes, String program) {
    this.bytes = bytes;
    this.program = program;
  }

  /**
   * The state in a file.
   *
   * @param program the name and version of this program, for messages
   * @throws StateFormatException if it is not a state, or one of a later format
   */
  public static State read(byte[] bytes, String program) {
    return new StateReader(bytes, program).read();
  }

  private State read() {
    if (startsWith(BINARY)) {
      throw new StateFormatException(
          List.of(
              new Problem(
                  UNSUPPORTED,
                  "The state is stored in a legacy binary format that is not supported since"
                      + " Terraform v0.7. To continue, first upgrade the state using Terraform"
                      + " 0.6.16 or earlier.")));
    }
    try (JsonSource source = new JsonSource(bytes)) {
      source.document(() -> source.object("a state", name -> field(name, source)));
    } catch (MisshapenException e) {
      return misshapen(e);
    }
    checkVersion();
    if (isEarlier()) {
      return earlier();
    }
    checkWriter();
    return new State(
        writerVersion, serial, lineage, outputs, new TreeMap<>(resources), checkResults, unknown);
  }

  private boolean startsWith(String text) {
    byte[] start = text.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private void field(String name, JsonSource source) {
    switch (name) {
      case "version" -> version = OptionalLong.of(readVersion(source));
      case "terraform_version" -> writerVersion = source.text("\"terraform_version\"");
      case "serial" -> serial = readSerial(source);
      case "lineage" -> lineage = source.text("\"lineage\"");
      case "outputs" ->
          source.objectOrNull(
              "\"outputs\"", output -> outputs.put(output, readOutput(output, source)));
      case "resources" -> readResources(source);
      case "check_results" -> checkResults = source.raw();
      case "encrypted_data" -> {
        encrypted = true;
        source.raw();
      }
      default -> unknown.put(name, source.raw());
    }
  }

  private static long readVersion(JsonSource source) {
    RawJson raw = source.raw();
    try {
      long number = Long.parseLong(raw.text());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Whatever it is, it is none.
    }
    throw new MisshapenException(
        UNSUPPORTED,
        "The version in the state file is "
            + kind(raw.text())
            + ". A positive whole number is required.");
  }

  private static String kind(String json) {
    return switch (json.charAt(0)) {
      case '"' -> "string";
      case '{' -> "object";
      case '[' -> "array";
      case 't', 'f' -> "bool";
      case 'n' -> "null";
      default -> "number " + json;
    };
  }

  private static long readSerial(JsonSource source) {
    long number = source.wholeNumber("\"serial\"");
    if (number < 0) {
      throw invalid("serial", "number " + number);
    }
    return number;
  }

  private static OutputState readOutput(String name, JsonSource source) {
    List<Optional<RawJson>> parts = new ArrayList<>(List.of(Optional.empty(), Optional.empty()));
    boolean[] sensitive = {false};
    source.object(
        "the output \"" + name + "\"",
        field -> {
          switch (field) {
            case "value" -> parts.set(0, Optional.of(source.raw()));
            case "type" -> parts.set(1, Optional.of(source.raw()));
            case "sensitive" -> sensitive[0] = source.truth("\"sensitive\"");
            default -> source.raw();
          }
        });
    if (parts.get(0).isEmpty()) {
      throw wrongOutput(VALUE, "value", name, "EOF");
    }
    if (parts.get(1).isEmpty()) {
      throw wrongOutput(TYPE, "type specification", name, "EOF");
    }
    RawJson value = parts.get(0).get();
    RawJson type = parts.get(1).get();
    checkType(name, value, type);
    return new OutputState(value, type, sensitive[0]);
  }

  /** Whoever shows or uses an output relies on its value being of its type. */
  private static void checkType(String name, RawJson value, RawJson type) {
    Type read;
    try {
      read = TypeJson.parse(type.text());
    } catch (ValueJsonException | JacksonException e) {
      throw wrongOutput(TYPE, "type specification", name, String.valueOf(e.getMessage()));
    }
    try {
      ValueJson.parse(value.text(), read);
    } catch (ValueJsonException | JacksonException e) {
      throw wrongOutput(VALUE, "value", name, String.valueOf(e.getMessage()));
    }
  }

  private static MisshapenException wrongOutput(
      String summary, String part, String name, String why) {
    return new MisshapenException(
        summary,
        "The state file has an invalid " + part + " for output \"" + name + "\": " + why + ".");
  }

  /** A field has a value of a kind that it can't have. */
  static MisshapenException invalid(String field, String kind) {
    return new MisshapenException(
        "Invalid state file format",
        "The state file field \"" + field + "\" has invalid value " + kind);
  }

  private void readResources(JsonSource source) {
    Map<String, ProviderConfigAddress> providers = new HashMap<>();
    ResourceFields[] current = {new ResourceFields(source, providers)};
    source.objects(
        "\"resources\"",
        () -> current[0] = new ResourceFields(source, providers),
        name -> current[0].field(name),
        () -> add(current[0].resource()));
  }

  private void add(ResourceState resource) {
    if (resources.putIfAbsent(resource.address(), resource) != null) {
      throw duplicate(resource.address().toString());
    }
  }

  private static MisshapenException duplicate(String instance) {
    return new MisshapenException(
        "Duplicate resource instance in state",
        "Instance " + instance + " appears multiple times in the state file.");
  }

  /** Collects the fields of one element of {@code resources}. */
  private static final class ResourceFields {
    private final JsonSource source;
    private final Map<String, ProviderConfigAddress> providers;
    private String module = "";
    private String mode = "";
    private String type = "";
    private String name = "";
    private String provider = "";
    private final List<ObjectCodec.Element> elements = new ArrayList<>();
    private final Map<String, RawJson> unknown = new LinkedHashMap<>();

    ResourceFields(JsonSource source, Map<String, ProviderConfigAddress> providers) {
      this.source = source;
      this.providers = providers;
    }

    void field(String field) {
      switch (field) {
        case "module" -> module = source.text("\"module\"");
        case "mode" -> mode = source.text("\"mode\"");
        case "type" -> type = source.text("\"type\"");
        case "name" -> name = source.text("\"name\"");
        case "provider" -> provider = source.text("\"provider\"");
        case "instances" -> readInstances();
        default -> unknown.put(field, source.raw());
      }
    }

    private void readInstances() {
      ObjectCodec.Reader[] current = {new ObjectCodec.Reader(source, this::label)};
      source.objects(
          "\"instances\"",
          () -> current[0] = new ObjectCodec.Reader(source, this::label),
          field -> current[0].field(field),
          () -> elements.add(current[0].element()));
    }

    /** As far as it is known by now. */
    private String label() {
      return (module.isEmpty() ? "" : module + ".")
          + (mode.equals("data") ? "data." : "")
          + type
          + "."
          + name;
    }

    ResourceState resource() {
      ResourceAddress address = new ResourceAddress(module(), mode(), type, name);
      if (type.isEmpty() || name.isEmpty()) {
        throw new MisshapenException("a resource has no \"type\" or no \"name\"");
      }
      if (provider.isEmpty()) {
        throw new MisshapenException(address + " has no \"provider\"");
      }
      TreeMap<InstanceKey, InstanceState> instances = new TreeMap<>();
      for (ObjectCodec.Element element : elements) {
        InstanceState before = instances.getOrDefault(element.key(), InstanceState.EMPTY);
        boolean taken =
            element
                .deposed()
                .map(key -> before.deposed().containsKey(key))
                .orElseGet(() -> before.current().isPresent());
        if (taken) {
          throw duplicate(address.instance(element.key()).toString());
        }
        instances.put(
            element.key(),
            element
                .deposed()
                .map(key -> before.withDeposed(key, element.object()))
                .orElseGet(() -> before.withCurrent(element.object())));
      }
      return new ResourceState(address, provider(address), instances, unknown);
    }

    // Thousands of resources share a handful of configurations.
    private ProviderConfigAddress provider(ResourceAddress address) {
      try {
        return providers.computeIfAbsent(provider, ProviderConfigAddress::parse);
      } catch (AddressException e) {
        String reason = String.valueOf(e.getMessage());
        throw new MisshapenException(
            address
                + ": "
                + (reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason));
      }
    }

    private ModuleAddress module() {
      try {
        return ModuleAddress.parse(module);
      } catch (AddressException e) {
        if (!module.startsWith("module.")) {
          throw new MisshapenException(
              "Invalid module instance address",
              "A module instance address must begin with \"module.\".");
        }
        throw new MisshapenException("invalid module address: " + e.getMessage());
      }
    }

    private ResourceMode mode() {
      return switch (mode) {
        case "managed" -> ResourceMode.MANAGED;
        case "data" -> ResourceMode.DATA;
        default ->
            throw new MisshapenException(
                "Invalid resource mode in state",
                "State contains a resource with mode \""
                    + mode
                    + "\" (\""
                    + type
                    + "\" \""
                    + name
                    + "\") which is not supported.");
      };
    }
  }

  private void checkVersion() {
    if (encrypted) {
      throw new StateFormatException(
          List.of(
              new Problem(
                  "Encrypted state file",
                  "The state file is encrypted by OpenTofu, or by Ingot. Set TF_ENCRYPTION to how"
                      + " it is encrypted, as the content of an encryption block.")));
    }
    if (version.isEmpty()) {
      throw new StateFormatException(List.of(noVersion()));
    }
    long number = version.getAsLong();
    if (number == FORMAT || isEarlier()) {
      return;
    }
    if (number == 0) {
      throw new StateFormatException(
          List.of(
              new Problem(
                  UNSUPPORTED,
                  "The state file uses JSON syntax but has a version number of zero. There was"
                      + " never a JSON-based state format zero, so this state file is invalid and"
                      + " cannot be processed.")));
    }
    String writer =
        writerVersion.isEmpty()
            ? ""
            : " This state file was created by Terraform " + writerVersion + ".";
    throw new StateFormatException(
        List.of(
            new Problem(
                UNSUPPORTED,
                "The state file uses format version "
                    + number
                    + ", which is not supported by "
                    + program
                    + "."
                    + writer)));
  }

  private void checkWriter() {
    if (!writerVersion.isEmpty() && Version.parse(writerVersion).isEmpty()) {
      throw new StateFormatException(
          List.of(
              new Problem(
                  "Invalid Terraform version string",
                  "State file claims to have been written by Terraform version \""
                      + writerVersion
                      + "\", which is not a valid version string.")));
    }
  }

  private boolean isEarlier() {
    return version.isPresent() && version.getAsLong() > 0 && version.getAsLong() < FORMAT;
  }

  private State earlier() {
    try {
      return EarlierFormats.read(bytes, version.getAsLong());
    } catch (MisshapenException e) {
      if (e.problem().isPresent()) {
        throw new StateFormatException(List.of(e.problem().get()));
      }
      throw new StateFormatException(
          List.of(
              new Problem(
                  "State format upgrade failed",
                  "Error upgrading state file format from version "
                      + version.getAsLong()
                      + " to version 4: "
                      + e.getMessage()
                      + ".")));
    }
  }

  private static Problem noVersion() {
    return new Problem(
        UNSUPPORTED,
        "The state file does not have a \"version\" attribute, which is required to identify the"
            + " format version.");
  }

  /** A file of another format is misshapen, too: its version then says more than its shape. */
  private State misshapen(MisshapenException problem) {
    String text = problem.getMessage();
    if (text == null || text.startsWith("syntax error")) {
      throw new StateFormatException(
          List.of(
              new Problem(UNSUPPORTED, "The state file could not be parsed as JSON: " + text + "."),
              noVersion()));
    }
    if (version.isEmpty()) {
      readVersionOnly();
    }
    if (version.isPresent() || encrypted || problem.problem().isEmpty()) {
      checkVersion();
    }
    if (isEarlier()) {
      // Other things were of other kinds then.
      return earlier();
    }
    throw new StateFormatException(
        List.of(
            problem
                .problem()
                .orElseGet(
                    () -> new Problem(INVALID, "The state file is misshapen: " + text + "."))));
  }

  private void readVersionOnly() {
    try (JsonSource source = new JsonSource(bytes)) {
      source.document(
          () ->
              source.object(
                  "a state",
                  name -> {
                    switch (name) {
                      case "version", "terraform_version", "encrypted_data" -> field(name, source);
                      default -> source.raw();
                    }
                  }));
    } catch (MisshapenException _) {
      // What is known by now decides.
    }
  }
}
