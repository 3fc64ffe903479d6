package dev.ingot.cli;

import dev.ingot.deploy.configuration.Constants;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * Where states are kept: the backend {@code local}.
 *
 * @param path the file of the default workspace's state, relative to the configuration
 * @param workspaceFolder the folder of the states of all others
 */
public record LocalBackend(String path, String workspaceFolder) {
  /** Where there is no {@code backend} block. */
  public static final LocalBackend DEFAULT =
      new LocalBackend("terraform.tfstate", "terraform.tfstate.d");

  private static final Body.BodySchema SCHEMA =
      new Body.BodySchema(
          List.of(
              new Body.AttributeSchema("path", false),
              new Body.AttributeSchema("workspace_dir", false)),
          List.of());

  /** Reads a {@code backend "local"} block. */
  public static LocalBackend read(Body body, Diagnostics diagnostics) {
    Body.BodyContent content = body.content(SCHEMA, diagnostics);
    return new LocalBackend(
        text(content, "path", diagnostics).orElse(DEFAULT.path()),
        text(content, "workspace_dir", diagnostics).orElse(DEFAULT.workspaceFolder()));
  }

  private static Optional<String> text(
      Body.BodyContent content, String name, Diagnostics diagnostics) {
    return Optional.ofNullable(content.attributes().get(name))
        .map(attribute -> Constants.evaluate(attribute.expression(), diagnostics))
        .flatMap(value -> text(value));
  }

  private static Optional<String> text(Value value) {
    return value.unmarked() instanceof Value.StringValue(String text) && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** What {@code init} wrote down; empty where it wrote nothing. */
  static Optional<LocalBackend> remembered(Path data) {
    Path file = data.resolve("terraform.tfstate");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Value stored = ValueJson.parse(Files.readString(file));
      return attribute(stored, "backend")
          .filter(backend -> attribute(backend, "type").equals(Optional.of(Value.of("local"))))
          .flatMap(backend -> attribute(backend, "config"))
          .map(
              config ->
                  new LocalBackend(
                      attribute(config, "path").flatMap(LocalBackend::text).orElse(DEFAULT.path()),
                      attribute(config, "workspace_dir")
                          .flatMap(LocalBackend::text)
                          .orElse(DEFAULT.workspaceFolder())));
    } catch (IOException | JacksonException | ValueJsonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Value> attribute(Value value, String name) {
    return value instanceof Value.ObjectValue(var attributes)
        ? Optional.ofNullable(attributes.get(name))
        : Optional.empty();
  }

  /** The same as a value, for what {@code init} writes down. */
  Value value() {
    TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    attributes.put("path", optional(path, DEFAULT.path()));
    attributes.put("workspace_dir", optional(workspaceFolder, DEFAULT.workspaceFolder()));
    return new Value.ObjectValue(attributes);
  }

  private static Value optional(String text, String usual) {
    return text.equals(usual) ? Value.nullOf(Type.STRING) : Value.of(text);
  }
}
