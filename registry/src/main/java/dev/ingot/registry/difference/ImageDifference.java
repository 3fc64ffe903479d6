package dev.ingot.registry.difference;

import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What makes a later image different from an earlier one.
 *
 * @param packages by name; the versions of one that is there several times are joined
 * @param files by path
 * @param settings of the image's configuration, by name
 * @param layers how many layers both have, and how many of the later one are new
 */
public record ImageDifference(
    List<Change<String>> packages,
    List<Change<ImageTree.Node>> files,
    List<Change<String>> settings,
    Layers layers) {

  /**
   * Something that is not the same.
   *
   * @param before as it was; empty if it is new
   * @param after as it is; empty if it is gone
   */
  public record Change<T>(String name, Optional<T> before, Optional<T> after) {}

  /** Numbers of layers. */
  public record Layers(int same, int fresh) {}

  public ImageDifference {
    packages = List.copyOf(packages);
    files = List.copyOf(files);
    settings = List.copyOf(settings);
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return packages.isEmpty() && files.isEmpty() && settings.isEmpty();
  }

  /**
   * Compares two versions that have images.
   *
   * @throws RegistryException if one has none, or is damaged
   */
  public static ImageDifference between(ContentStore store, Version earlier, Version later)
      throws IOException {
    OciImage before = image(store, earlier);
    OciImage after = image(store, later);
    return new ImageDifference(
        changes(packages(store, earlier), packages(store, later)),
        changes(ImageTree.read(store, before).entries(), ImageTree.read(store, after).entries()),
        changes(settings(before.config()), settings(after.config())),
        layers(before, after));
  }

  private static OciImage image(ContentStore store, Version version) {
    Digest digest =
        version
            .image()
            .orElseThrow(() -> new RegistryException(version.reference() + " has no image"));
    return OciImage.read(store, digest);
  }

  private static <T> List<Change<T>> changes(Map<String, T> before, Map<String, T> after) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Change<T>> changes = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        changes.add(
            new Change<>(
                name, Optional.ofNullable(before.get(name)), Optional.ofNullable(after.get(name))));
      }
    }
    return changes;
  }

  private static SortedMap<String, String> packages(ContentStore store, Version version) {
    Map<String, Set<String>> versions = new TreeMap<>();
    if (version.sbom().isPresent()) {
      for (Component component : Sbom.readComponents(store.read(version.sbom().get()))) {
        if (!component.type().equals("file")) {
          versions.computeIfAbsent(component.name(), _ -> new TreeSet<>()).add(component.version());
        }
      }
    }
    SortedMap<String, String> joined = new TreeMap<>();
    versions.forEach((name, all) -> joined.put(name, String.join(", ", all)));
    return joined;
  }

  private static Map<String, String> settings(ImageConfig config) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("user", config.user());
    settings.put("working directory", config.workingDirectory());
    settings.put("entrypoint", words(config.entrypoint()));
    settings.put("command", words(config.command()));
    settings.put("ports", String.join(" ", config.exposedPorts()));
    settings.put("volumes", String.join(" ", config.volumes()));
    settings.put("stop signal", config.stopSignal());
    for (String variable : config.environment()) {
      int equals = variable.indexOf('=');
      settings.put(
          "environment " + (equals < 0 ? variable : variable.substring(0, equals)),
          equals < 0 ? "" : variable.substring(equals + 1));
    }
    config.labels().forEach((name, value) -> settings.put("label " + name, value));
    settings.values().removeIf(String::isEmpty);
    return settings;
  }

  private static String words(List<String> words) {
    return words.stream()
        .map(word -> word.indexOf(' ') >= 0 || word.isEmpty() ? "\"" + word + "\"" : word)
        .collect(Collectors.joining(" "));
  }

  private static Layers layers(OciImage before, OciImage after) {
    Set<Digest> old = new HashSet<>();
    before.manifest().layers().forEach(layer -> old.add(layer.digest()));
    int same =
        (int)
            after.manifest().layers().stream()
                .filter(layer -> old.contains(layer.digest()))
                .count();
    return new Layers(same, after.manifest().layers().size() - same);
  }
}
