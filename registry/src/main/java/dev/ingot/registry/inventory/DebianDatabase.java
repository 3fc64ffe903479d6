package dev.ingot.registry.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /var/lib/dpkg/status} and the parts in {@code status.d}. Fields: deb-control(5). */
final class DebianDatabase {
  private DebianDatabase() {}

  static List<FoundPackage> read(String text) {
    List<FoundPackage> packages = new ArrayList<>();
    for (Map<String, String> fields : Catalogers.paragraphs(text)) {
      String name = fields.getOrDefault("Package", "");
      String version = fields.getOrDefault("Version", "");
      // The parts in status.d, of images without dpkg, have no status.
      boolean installed =
          fields.getOrDefault("Status", "install ok installed").endsWith(" installed");
      if (installed && !name.isEmpty() && !version.isEmpty()) {
        packages.add(
            FoundPackage.of("deb", "", name, version)
                .with("arch", fields.getOrDefault("Architecture", ""))
                .with("upstream", source(fields.getOrDefault("Source", ""))));
      }
    }
    return packages;
  }

  /** {@code NAME (VERSION)} as {@code NAME@VERSION}; advisories name sources. */
  private static String source(String text) {
    int open = text.indexOf('(');
    return open < 0
        ? text
        : text.substring(0, open).strip() + "@" + text.substring(open + 1).replace(")", "").strip();
  }
}
