package dev.ingot.provider.builtin;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/** Outputs in state files of this machine: the backend {@code local}. */
public final class LocalRemoteStates implements RemoteStates {
  private final Path base;

  /** Paths are relative to a folder. */
  public LocalRemoteStates(Path base) {
    this.base = base;
  }

  @Override
  public boolean hasBackend(String backend) {
    return backend.equals("local");
  }

  @Override
  public Optional<SortedMap<String, Value>> outputs(
      String backend, Value config, String workspace) {
    if (!hasBackend(backend)) {
      throw new RemoteStateException(
          "Invalid backend configuration",
          "There is no backend type named \"" + backend + "\".",
          "backend");
    }
    Path file = base.resolve(path(config, workspace));
    byte[] bytes;
    try {
      if (!Files.exists(file) || Files.size(file) == 0) {
        return Optional.empty();
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new RemoteStateException(
          "Error loading state error",
          "error loading the remote state: " + file + ": " + e.getMessage(),
          "");
    }
    return Optional.of(read(file, new String(bytes, StandardCharsets.UTF_8)));
  }

  private static String path(Value config, String workspace) {
    if (workspace.equals("default") || workspace.isEmpty()) {
      return text(config, "path", "terraform.tfstate");
    }
    return Path.of(text(config, "workspace_dir", "terraform.tfstate.d"), workspace)
        .resolve("terraform.tfstate")
        .toString();
  }

  private static String text(Value config, String name, String otherwise) {
    return Values.attribute(config, name)
        .flatMap(Values::text)
        .filter(text -> !text.isEmpty())
        .orElse(otherwise);
  }

  private static SortedMap<String, Value> read(Path file, String text) {
    try {
      Value state = ValueJson.parse(text);
      Value outputs = Values.attribute(state, "outputs").orElse(Values.NULL);
      TreeMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
      Values.entries(outputs)
          .orElse(new TreeMap<>())
          .forEach((name, output) -> values.put(name, output(output)));
      return values;
    } catch (ValueJsonException | JacksonException e) {
      throw new RemoteStateException(
          "Error loading state error",
          "error loading the remote state: " + file + ": " + e.getMessage(),
          "");
    }
  }

  private static Value output(Value stored) {
    Value value = Values.attribute(stored, "value").orElse(Values.NULL);
    Type type =
        TypeJson.parse(
            ValueJson.format(Values.attribute(stored, "type").orElse(Value.of("dynamic"))));
    return ValueJson.parse(ValueJson.format(value), type);
  }
}
