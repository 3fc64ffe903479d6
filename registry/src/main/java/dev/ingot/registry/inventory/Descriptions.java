package dev.ingot.registry.inventory;

import dev.ingot.registry.inventory.Catalogers.UnreadableException;
import dev.ingot.registry.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Files in which a package describes itself. */
final class Descriptions {
  private Descriptions() {}

  /** A module's {@code package.json}; those that only mark a folder have no version. */
  static List<FoundPackage> npm(String text) throws UnreadableException {
    JsonObject json =
        JsonObject.parse(text).orElseThrow(() -> new UnreadableException("it is no JSON object"));
    String name = json.text("name");
    String version = json.text("version");
    if (name.isEmpty() || version.isEmpty()) {
      return List.of();
    }
    int slash = name.startsWith("@") ? name.indexOf('/') : -1;
    String licence =
        json.object("license").map(object -> object.text("type")).orElse(json.text("license"));
    return List.of(
        FoundPackage.of(
                "npm",
                slash < 0 ? "" : name.substring(0, slash),
                name.substring(slash + 1),
                version)
            .withLicence(licence));
  }

  /** The metadata of a Python distribution. Rules: the core metadata specification. */
  static List<FoundPackage> python(String text) {
    List<? extends Map<String, String>> paragraphs = Catalogers.paragraphs(text);
    if (paragraphs.isEmpty()) {
      return List.of();
    }
    Map<String, String> fields = paragraphs.getFirst();
    String name = fields.getOrDefault("Name", "");
    String version = fields.getOrDefault("Version", "");
    if (name.isEmpty() || version.isEmpty()) {
      return List.of();
    }
    String licence = fields.getOrDefault("License-Expression", fields.getOrDefault("License", ""));
    return List.of(
        FoundPackage.of("pypi", "", name.toLowerCase(Locale.ROOT).replace('_', '-'), version)
            .withLicence(licence.length() > 100 || licence.equals("UNKNOWN") ? "" : licence));
  }
}
