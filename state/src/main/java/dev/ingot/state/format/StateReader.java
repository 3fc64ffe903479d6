package dev.ingot.state.format;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.state.InstanceState;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateFormatException.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/** Reads state files of format 4. */
public final class StateReader {
  /** The format read and written. */
  static final long FORMAT = 4;

  private static final String UNSUPPORTED = "Unsupported state file format";
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
   * @throws StateFormatException if it is not a state of format 4
   */
  public static State read(byte[] bytes, String program) {
    return new StateReader(bytes, program).read();
  }

  private State read() {
    try (JsonSource source = new JsonSource(bytes)) {
      source.document(() -> source.object("a state", name -> field(name, source)));
    } catch (MisshapenException e) {
      throw misshapen(e);
    }
    checkVersion();
    return new State(
        writerVersion, serial, lineage, outputs, new TreeMap<>(resources), checkResults, unknown);
  }

  private void field(String name, JsonSource source) {
    switch (name) {
      case "version" -> version = OptionalLong.of(source.wholeNumber("\"version\""));
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

  private static long readSerial(JsonSource source) {
    long number = source.wholeNumber("\"serial\"");
    if (number < 0) {
      throw new MisshapenException("\"serial\" must not be negative");
    }
    return number;
  }

  private static OutputState readOutput(String name, JsonSource source) {
    RawJson[] parts = {RawJson.NULL, RawJson.NULL};
    boolean[] sensitive = {false};
    source.object(
        "the output \"" + name + "\"",
        field -> {
          switch (field) {
            case "value" -> parts[0] = source.raw();
            case "type" -> parts[1] = source.raw();
            case "sensitive" -> sensitive[0] = source.truth("\"sensitive\"");
            default -> source.raw();
          }
        });
    if (parts[1].isNull()) {
      throw new MisshapenException("the output \"" + name + "\" has no \"type\"");
    }
    checkType(name, parts[0], parts[1]);
    return new OutputState(parts[0], parts[1], sensitive[0]);
  }

  /** Whoever shows or uses an output relies on its value being of its type. */
  private static void checkType(String name, RawJson value, RawJson type) {
    try {
      ValueJson.parse(value.text(), TypeJson.parse(type.text()));
    } catch (ValueJsonException | JacksonException e) {
      throw new MisshapenException(
          "the \"value\" of the output \"" + name + "\" is not of its \"type\"");
    }
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
      throw new MisshapenException(resource.address() + " appears twice");
    }
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
      ObjectCodec.Reader[] current = {new ObjectCodec.Reader(source)};
      source.objects(
          "\"instances\"",
          () -> current[0] = new ObjectCodec.Reader(source),
          field -> current[0].field(field),
          () -> elements.add(current[0].element()));
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
          throw new MisshapenException(address.instance(element.key()) + " appears twice");
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
        throw new MisshapenException("invalid module address: " + e.getMessage());
      }
    }

    private ResourceMode mode() {
      return switch (mode) {
        case "managed" -> ResourceMode.MANAGED;
        case "data" -> ResourceMode.DATA;
        default ->
            throw new MisshapenException(
                "\"mode\" must be \"managed\" or \"data\", not \"" + mode + "\"");
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
    if (number == FORMAT) {
      return;
    }
    String writer =
        writerVersion.isEmpty()
            ? ""
            : " This state file was created by Terraform " + writerVersion + ".";
    String remedy =
        number > 0 && number < FORMAT
            ? " Upgrade it first by running \"terraform apply\" with Terraform 0.13."
            : "";
    throw new StateFormatException(
        List.of(
            new Problem(
                UNSUPPORTED,
                "The state file uses format version "
                    + number
                    + ", which is not supported by "
                    + program
                    + "."
                    + writer
                    + remedy)));
  }

  private static Problem noVersion() {
    return new Problem(
        UNSUPPORTED,
        "The state file does not have a \"version\" attribute, which is required to identify the"
            + " format version.");
  }

  /** A file of another format is misshapen, too: its version then says more than its shape. */
  private StateFormatException misshapen(MisshapenException problem) {
    String text = problem.getMessage();
    if (text == null || text.startsWith("syntax error")) {
      return new StateFormatException(
          List.of(
              new Problem(UNSUPPORTED, "The state file could not be parsed as JSON: " + text + "."),
              noVersion()));
    }
    readVersionOnly();
    checkVersion();
    return new StateFormatException(
        List.of(new Problem(INVALID, "The state file is misshapen: " + text + ".")));
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
