package dev.ingot.registry.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Debian's list of installed packages, {@code /var/lib/dpkg/status}, or the parts of one in
 * {@code /var/lib/dpkg/status.d}. Fields as in deb-control(5).
 */
public final class DpkgStatus {
  private static final int MAX_LINE = 1024 * 1024;

  private DpkgStatus() {}

  /**
   * The installed packages, in the order of the file. What isn't installed, or has no name or
   * version, is left out.
   *
   * @param status the file
   * @param distribution the package URL's namespace: the {@code ID} of {@code /etc/os-release}
   * @param release the package URL's {@code distro}, such as {@code debian-12}; may be empty
   * @throws IOException if it can't be read, or has a line of over a million characters
   */
  public static List<Component> read(Reader status, String distribution, String release)
      throws IOException {
    List<Component> components = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    BufferedReader lines = new BufferedReader(status);
    Optional<String> next = line(lines);
    while (next.isPresent()) {
      String line = next.get();
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        add(fields, distribution, release, components);
      } else if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        fields.putIfAbsent(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      next = line(lines);
    }
    add(fields, distribution, release, components);
    return components;
  }

  // BufferedReader.readLine would take a line of any length into memory.
  private static Optional<String> line(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int character = in.read();
    if (character < 0) {
      return Optional.empty();
    }
    while (character >= 0 && character != '\n') {
      if (line.length() == MAX_LINE) {
        throw new IOException("a line of the package status is longer than " + MAX_LINE);
      }
      line.append((char) character);
      character = in.read();
    }
    return Optional.of(line.toString());
  }

  private static void add(
      Map<String, String> fields, String distribution, String release, List<Component> components) {
    String name = fields.getOrDefault("package", "");
    String version = fields.getOrDefault("version", "");
    // The parts in status.d, of images without dpkg, have no status.
    boolean installed =
        fields.getOrDefault("status", "install ok installed").endsWith(" installed");
    if (installed && !name.isEmpty() && !version.isEmpty()) {
      StringBuilder purl =
          new StringBuilder("pkg:deb/")
              .append(PackageUrls.encoded(distribution))
              .append('/')
              .append(PackageUrls.encoded(name))
              .append('@')
              .append(PackageUrls.encoded(version));
      char separator = '?';
      String architecture = fields.getOrDefault("architecture", "");
      if (!architecture.isEmpty()) {
        purl.append(separator).append("arch=").append(PackageUrls.encoded(architecture));
        separator = '&';
      }
      if (!release.isEmpty()) {
        purl.append(separator).append("distro=").append(PackageUrls.encoded(release));
      }
      components.add(Component.library(name, version, purl.toString()));
    }
    fields.clear();
  }
}
