package dev.ingot.state.backend;

import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.storage.Access;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.RegularFile;
import dev.ingot.storage.Replacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The backend {@code init} made ready, as it is written down in {@code
 * .terraform/terraform.tfstate}, so that a change of the configuration is found out before a state
 * is lost sight of. The form of the file is Terraform's, whose version 3 of states had this part.
 *
 * @param type the kind of backend
 * @param config its arguments, an object
 * @param hash of the block in the configuration
 */
record InitializedBackend(String type, Value config, long hash) {
  private static final String FILE = "terraform.tfstate";

  /** What was written down; empty where nothing was, or nothing that can be read. */
  static Optional<InitializedBackend> read(Path data) {
    Path file = data.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Value stored = ValueJson.parse(new String(RegularFile.read(file), StandardCharsets.UTF_8));
      return Values.attribute(stored, "backend").flatMap(InitializedBackend::of);
    } catch (IOException | JacksonException | ValueJsonException e) {
      return Optional.empty();
    }
  }

  private static Optional<InitializedBackend> of(Value backend) {
    Value config = Values.attribute(backend, "config").orElse(Values.NULL);
    long hash =
        Values.attribute(backend, "hash")
            .filter(value -> value instanceof Value.NumberValue)
            .map(value -> ((Value.NumberValue) value).number().asLong().orElse(0))
            .orElse(0L);
    return Values.attribute(backend, "type")
        .flatMap(Values::text)
        .map(type -> new InitializedBackend(type, config, hash));
  }

  /** The settings, read as those of a kind of backend. */
  BackendSettings settings(BackendType kind) {
    return Backends.settings(kind, config);
  }

  /**
   * Writes down which backend is ready.
   *
   * @param version the version written into states
   */
  static void write(Path data, String version, BackendSettings settings, long hash) {
    write(
        data,
        version,
        json -> {
          json.writeName("backend");
          json.writeStartObject();
          json.writeStringProperty("type", settings.type());
          json.writeName("config");
          json.writeStartObject();
          settings
              .arguments()
              .forEach(
                  (name, value) -> {
                    json.writeName(name);
                    ValueJson.write(json, value);
                  });
          json.writeEndObject();
          json.writeNumberProperty("hash", hash);
          json.writeEndObject();
        });
  }

  /** Writes down that there is none. */
  static void clear(Path data, String version) {
    write(data, version, json -> {});
  }

  private static void write(Path data, String version, JsonDocument rest) {
    Path file = data.resolve(FILE);
    try {
      Files.createDirectories(data);
      String text =
          JsonDocument.text(
              json -> {
                json.writeStartObject();
                json.writeNumberProperty("version", 3);
                json.writeStringProperty("terraform_version", version);
                rest.write(json);
                json.writeEndObject();
              });
      // A block may have a password in it.
      Replacement.write(
          new FileStorage(), file, text.getBytes(StandardCharsets.UTF_8), Access.PRIVATE);
    } catch (IOException e) {
      throw new StateException(
          "The file " + file + " cannot be written: " + StateException.reason(e) + ".", e);
    }
  }
}
