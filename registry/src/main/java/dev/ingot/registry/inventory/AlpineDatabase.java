package dev.ingot.registry.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /lib/apk/db/installed}: fields of one letter. Rules: Alpine's wiki on apk's format. */
final class AlpineDatabase {
  private AlpineDatabase() {}

  static List<FoundPackage> read(String text) {
    List<FoundPackage> packages = new ArrayList<>();
    for (Map<String, String> fields : Catalogers.paragraphs(text)) {
      String name = fields.getOrDefault("P", "");
      String version = fields.getOrDefault("V", "");
      String origin = fields.getOrDefault("o", "");
      if (!name.isEmpty() && !version.isEmpty()) {
        packages.add(
            FoundPackage.of("apk", "", name, version)
                .with("arch", fields.getOrDefault("A", ""))
                .with("upstream", origin.equals(name) ? "" : origin)
                .withLicence(fields.getOrDefault("L", "")));
      }
    }
    return packages;
  }
}
