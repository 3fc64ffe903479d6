package dev.ingot.state.format;

import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateFormatException.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads state files of format 4, and of the earlier ones. */
public final class StateReader {
  private static final String BINARY = "tfstate";
  private static final String INVALID = "Invalid state file";

  private final String program;
  private final byte[] bytes;
  private FormatVersion version = FormatVersion.UNKNOWN;
  private String writerVersion = "";
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
                  FormatVersion.UNSUPPORTED,
                  "The state is stored in a legacy binary format that is not supported since"
                      + " Terraform v0.7. To continue, first upgrade the state using Terraform"
                      + " 0.6.16 or earlier.")));
    }
    try (JsonSource source = new JsonSource(bytes)) {
      source.document(() -> source.object("a state", name -> field(name, source)));
    } catch (MisshapenException e) {
      return misshapen(e);
    }
    version.check(writerVersion, program);
    if (version.isEarlier()) {
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
      case "version" -> version = version.numbered(FormatVersion.read(source));
      case "terraform_version" -> writerVersion = source.text("\"terraform_version\"");
      case "serial" -> serial = readSerial(source);
      case "lineage" -> lineage = source.text("\"lineage\"");
      case "outputs" ->
          source.objectOrNull(
              "\"outputs\"", output -> outputs.put(output, OutputFields.read(output, source)));
      case "resources" -> readResources(source);
      case "check_results" -> checkResults = source.raw();
      case "encrypted_data" -> {
        version = version.sealed();
        source.raw();
      }
      default -> unknown.put(name, source.raw());
    }
  }

  private static long readSerial(JsonSource source) {
    long number = source.wholeNumber("\"serial\"");
    if (number < 0) {
      throw MisshapenException.invalid("serial", "number " + number);
    }
    return number;
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
      throw MisshapenException.duplicate(resource.address().toString());
    }
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

  private State earlier() {
    try {
      return EarlierFormats.read(bytes, version.number().orElseThrow());
    } catch (MisshapenException e) {
      if (e.problem().isPresent()) {
        throw new StateFormatException(List.of(e.problem().get()));
      }
      throw new StateFormatException(
          List.of(
              new Problem(
                  "State format upgrade failed",
                  "Error upgrading state file format from version "
                      + version.number().orElseThrow()
                      + " to version 4: "
                      + e.getMessage()
                      + ".")));
    }
  }

  /** A file of another format is misshapen, too: its version then says more than its shape. */
  private State misshapen(MisshapenException problem) {
    String text = problem.getMessage();
    if (problem.isSyntax()) {
      throw new StateFormatException(
          List.of(
              new Problem(
                  FormatVersion.UNSUPPORTED,
                  "The state file could not be parsed as JSON: " + text + "."),
              FormatVersion.missing()));
    }
    if (version.number().isEmpty()) {
      readVersionOnly();
    }
    if (version.number().isPresent() || version.encrypted() || problem.problem().isEmpty()) {
      version.check(writerVersion, program);
    }
    if (version.isEarlier()) {
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
