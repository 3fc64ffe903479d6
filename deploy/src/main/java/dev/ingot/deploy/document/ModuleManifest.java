package dev.ingot.deploy.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.JsonDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/**
 * The modules that a configuration calls, and their folders, which other tools read from {@code
 * .terraform/modules/modules.json}. Ingot itself doesn't need it.
 */
public final class ModuleManifest {
  /**
   * One module.
   *
   * @param key the names of the calls that lead to it, joined by dots
   * @param folder relative to the root module
   */
  public record Entry(String key, String source, String folder) {}

  private ModuleManifest() {}

  /** All modules but the root, outer ones first. */
  public static List<Entry> of(ModuleTree root) {
    List<Entry> entries = new ArrayList<>();
    collect(root, "", entries);
    return entries;
  }

  private static void collect(ModuleTree tree, String prefix, List<Entry> entries) {
    for (String name : new TreeSet<>(tree.children().keySet())) {
      ModuleTree child = tree.children().get(name);
      ModuleCall call = tree.module().calls().get(name);
      if (child != null && call != null) {
        entries.add(new Entry(prefix + name, call.source(), child.module().folder()));
        collect(child, prefix + name + ".", entries);
      }
    }
  }

  /**
   * Writes it into a data folder.
   *
   * @return the modules that weren't in it, or from elsewhere
   */
  public static List<Entry> write(Path data, List<Entry> entries) throws IOException {
    Path folder = data.resolve("modules");
    Files.createDirectories(folder);
    Path file = folder.resolve("modules.json");
    String known = Files.exists(file) ? new String(BoundedFile.read(file), UTF_8) : "";
    Files.writeString(file, text(entries));
    return entries.stream().filter(entry -> !known.contains(text(entry))).toList();
  }

  private static String text(Entry entry) {
    return JsonDocument.line(json -> write(json, entry));
  }

  private static void write(JsonGenerator json, Entry entry) {
    json.writeStartObject();
    json.writeStringProperty("Key", entry.key());
    json.writeStringProperty("Source", entry.source());
    json.writeStringProperty("Dir", entry.folder());
    json.writeEndObject();
  }

  private static String text(List<Entry> entries) {
    return JsonDocument.line(
        json -> {
          json.writeStartObject();
          json.writeName("Modules");
          json.writeStartArray();
          List<Entry> all = new ArrayList<>(List.of(new Entry("", "", ".")));
          all.addAll(entries);
          for (Entry entry : all) {
            write(json, entry);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
