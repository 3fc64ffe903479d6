package dev.ingot.registry.inventory;

import dev.ingot.registry.json.JsonIn;
import dev.ingot.registry.json.JsonOut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the files of an image tell of packages, by path. */
final class FoundFiles {
  /** Changes with what is found and how it is kept. */
  static final String FORMAT = "inventory 1 ";

  private final TreeMap<String, Content> files = new TreeMap<>();

  /**
   * What one file tells.
   *
   * @param release the values of an {@code os-release}
   * @param notes what could not be read of it
   */
  record Content(
      List<FoundPackage> packages, SortedMap<String, String> release, List<String> notes) {
    static final Content NOTHING = new Content(List.of(), Collections.emptySortedMap(), List.of());

    Content {
      packages = List.copyOf(packages);
      notes = List.copyOf(notes);
    }

    static Content of(List<FoundPackage> packages) {
      return new Content(packages, Collections.emptySortedMap(), List.of());
    }

    static Content note(String text) {
      return new Content(List.of(), Collections.emptySortedMap(), List.of(text));
    }

    boolean isEmpty() {
      return packages.isEmpty() && release.isEmpty() && notes.isEmpty();
    }
  }

  boolean has(String path) {
    return files.containsKey(path);
  }

  void put(String path, Content content) {
    if (content.isEmpty()) {
      files.remove(path);
    } else {
      files.put(path, content);
    }
  }

  /** Removes a path and all below it; with a slash at its end, only what is below. */
  void remove(String path) {
    if (path.isEmpty()) {
      files.clear();
      return;
    }
    String folder = path.endsWith("/") ? path : path + "/";
    if (!path.endsWith("/")) {
      files.remove(path);
    }
    // The character after the slash ends what begins with the prefix.
    files.subMap(folder, folder.substring(0, folder.length() - 1) + '0').clear();
  }

  Inventory inventory() {
    return Inventory.of(files);
  }

  byte[] json() {
    return JsonOut.document(
        out ->
            out.objects(
                "files",
                List.copyOf(files.entrySet()),
                file ->
                    out.text("path", file.getKey())
                        .texts("release", file.getValue().release())
                        .texts("notes", file.getValue().notes())
                        .objects(
                            "packages",
                            file.getValue().packages(),
                            each ->
                                out.text("type", each.type())
                                    .text("namespace", each.namespace())
                                    .text("name", each.name())
                                    .text("version", each.version())
                                    .texts("qualifiers", each.qualifiers())
                                    .texts("licences", each.licences()))));
  }

  /** What was kept; empty if it is of another kind, since it may be read again. */
  static Optional<FoundFiles> parse(byte[] json) {
    FoundFiles found = new FoundFiles();
    try {
      return JsonIn.document(
          json,
          in -> {
            in.members(
                name -> {
                  if (name.equals("files")) {
                    List<Boolean> _ = in.elements(each -> file(each, found));
                  } else {
                    in.skip();
                  }
                });
            return Optional.of(found);
          });
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean file(JsonIn in, FoundFiles into) {
    List<String> path = new ArrayList<>();
    SortedMap<String, String> release = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    List<FoundPackage> packages = new ArrayList<>();
    in.members(
        name -> {
          switch (name) {
            case "path" -> path.add(in.text());
            case "release" -> release.putAll(in.texts());
            case "notes" -> notes.addAll(in.elements(JsonIn::text));
            case "packages" -> packages.addAll(in.elements(FoundFiles::onePackage));
            default -> in.skip();
          }
        });
    into.files.put(path.getFirst(), new Content(packages, release, notes));
    return true;
  }

  private static FoundPackage onePackage(JsonIn in) {
    Map<String, String> texts = new HashMap<>();
    SortedMap<String, String> qualifiers = new TreeMap<>();
    List<String> licences = new ArrayList<>();
    in.members(
        name -> {
          switch (name) {
            case "qualifiers" -> qualifiers.putAll(in.texts());
            case "licences" -> licences.addAll(in.elements(JsonIn::text));
            case "type", "namespace", "name", "version" -> texts.put(name, in.text());
            default -> in.skip();
          }
        });
    return new FoundPackage(
        texts.getOrDefault("type", ""),
        texts.getOrDefault("namespace", ""),
        texts.getOrDefault("name", ""),
        texts.getOrDefault("version", ""),
        qualifiers,
        licences);
  }
}
