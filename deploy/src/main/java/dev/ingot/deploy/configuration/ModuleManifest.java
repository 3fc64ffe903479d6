package dev.ingot.deploy.configuration;

import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * The modules that a configuration calls and where they are: {@code
 * .terraform/modules/modules.json}, which other tools read and write, too. Rules: files that
 * Terraform 1.11 wrote.
 *
 * @param entries by their keys, without the root module
 */
public record ModuleManifest(SortedMap<String, Entry> entries) {
  /** Where it is in the data folder, and in the files of a plan. */
  public static final String FILE = "modules/modules.json";

  /** No module. */
  public static final ModuleManifest EMPTY = new ModuleManifest(new TreeMap<>());

  /**
   * One module.
   *
   * @param key the names of the calls that lead to it, joined by dots
   * @param source the one way to write its source
   * @param version which a registry has; empty for other modules
   * @param folder relative to the root module, with {@code /}
   */
  public record Entry(String key, String source, String version, String folder) {}

  public ModuleManifest {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** Of some modules. */
  public static ModuleManifest of(Collection<Entry> modules) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    modules.forEach(each -> entries.put(each.key(), each));
    return new ModuleManifest(entries);
  }

  /** That of a data folder; empty where there is none, or none that can be read. */
  public static ModuleManifest in(Path data) throws IOException {
    Path file = data.resolve(FILE);
    return Files.exists(file)
        ? read(new String(BoundedFile.read(file), StandardCharsets.UTF_8)).orElse(EMPTY)
        : EMPTY;
  }

  /** The sources that were found when files, which are now in memory, were read at first. */
  public static ComputedSources recordedSources(Map<String, String> contents) {
    String text = contents.getOrDefault(FILE, "");
    return text.isEmpty()
        ? ComputedSources.none()
        : new RecordedSources(read(text).orElse(EMPTY), "");
  }

  /** Reads one; empty if the text is none. */
  public static Optional<ModuleManifest> read(String text) {
    try {
      List<Entry> entries = new ArrayList<>();
      Value modules = Values.attribute(ValueJson.parse(text), "Modules").orElse(Values.NULL);
      if (modules instanceof Value.TupleValue(List<Value> elements)) {
        for (Value each : elements) {
          String folder = text(each, "Dir");
          String key = text(each, "Key");
          if (!key.isEmpty()) {
            entries.add(new Entry(key, text(each, "Source"), text(each, "Version"), folder));
          }
        }
        return Optional.of(of(entries));
      }
      return modules.isNull() ? Optional.of(EMPTY) : Optional.empty();
    } catch (ValueJsonException | JacksonException e) {
      return Optional.empty();
    }
  }

  private static String text(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text).orElse("");
  }

  /** The module of a key. */
  public Optional<Entry> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** As the file has it. */
  public String text() {
    String json =
        JsonDocument.line(
            generator -> {
              generator.writeStartObject();
              generator.writeName("Modules");
              generator.writeStartArray();
              write(generator, new Entry("", "", "", "."));
              entries.values().forEach(entry -> write(generator, entry));
              generator.writeEndArray();
              generator.writeEndObject();
            });
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  private static void write(JsonGenerator json, Entry entry) {
    json.writeStartObject();
    json.writeStringProperty("Key", entry.key());
    json.writeStringProperty("Source", entry.source());
    if (!entry.version().isEmpty()) {
      json.writeStringProperty("Version", entry.version());
    }
    json.writeStringProperty("Dir", entry.folder());
    json.writeEndObject();
  }
}
