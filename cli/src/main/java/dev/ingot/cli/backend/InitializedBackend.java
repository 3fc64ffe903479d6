package dev.ingot.cli.backend;

import dev.ingot.cli.Version;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * The backend {@code init} made ready, as it is written down in {@code
 * .terraform/terraform.tfstate}, so that a change of the configuration is found out before a state
 * is lost sight of. The form of the file is Terraform's, whose version 3 of states had this part.
 *
 * @param type the kind of backend
 * @param settings those of the backend {@code local}
 * @param hash of the block in the configuration
 */
record InitializedBackend(String type, LocalBackend settings, long hash) {
  private static final String FILE = "terraform.tfstate";

  /** What was written down; empty where nothing was, or nothing that can be read. */
  static Optional<InitializedBackend> read(Path data) {
    Path file = data.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Value stored = ValueJson.parse(Files.readString(file));
      return part(stored, "backend").flatMap(InitializedBackend::of);
    } catch (IOException | JacksonException | ValueJsonException e) {
      return Optional.empty();
    }
  }

  private static Optional<InitializedBackend> of(Value backend) {
    Value config = part(backend, "config").orElse(Values.NULL);
    long hash =
        part(backend, "hash")
            .filter(value -> value instanceof Value.NumberValue)
            .map(value -> ((Value.NumberValue) value).number().asLong().orElse(0))
            .orElse(0L);
    return LocalBackend.text(backend, "type")
        .map(
            type ->
                new InitializedBackend(
                    type,
                    new LocalBackend(
                        LocalBackend.text(config, LocalBackend.PATH),
                        LocalBackend.text(config, LocalBackend.WORKSPACE_FOLDER)),
                    hash));
  }

  private static Optional<Value> part(Value value, String name) {
    return Values.entries(value).flatMap(entries -> Optional.ofNullable(entries.get(name)));
  }

  /** Writes it down. */
  void write(Path data) throws IOException {
    write(
        data,
        json -> {
          json.writeName("backend");
          json.writeStartObject();
          json.writeStringProperty("type", type);
          json.writeName("config");
          json.writeStartObject();
          optional(json, LocalBackend.PATH, settings.givenPath());
          optional(json, LocalBackend.WORKSPACE_FOLDER, settings.givenWorkspaceFolder());
          json.writeEndObject();
          json.writeNumberProperty("hash", hash);
          json.writeEndObject();
        });
  }

  /** Writes down that there is none. */
  static void clear(Path data) throws IOException {
    write(data, json -> {});
  }

  private static void write(Path data, JsonDocument rest) throws IOException {
    Files.createDirectories(data);
    Files.writeString(
        data.resolve(FILE),
        JsonDocument.text(
            json -> {
              json.writeStartObject();
              json.writeNumberProperty("version", 3);
              json.writeStringProperty("terraform_version", Version.TERRAFORM_LANGUAGE);
              rest.write(json);
              json.writeEndObject();
            }));
  }

  private static void optional(JsonGenerator json, String name, Optional<String> value) {
    json.writeName(name);
    if (value.isPresent()) {
      json.writeString(value.get());
    } else {
      json.writeNull();
    }
  }
}
