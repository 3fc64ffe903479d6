package dev.ingot.bake.plugin;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checksums of a release.
 *
 * @param archives 64 hexadecimal digits by interface and platform, {@code x5.0_linux_amd64}
 */
public record Checksums(SortedMap<String, String> archives) {
  private static final int DIGITS = 64;
  private static final String ZIP = ".zip";

  public Checksums {
    archives = Collections.unmodifiableSortedMap(new TreeMap<>(archives));
  }

  /**
   * Reads what {@code sha256sum} writes; lines of other files are passed over.
   *
   * @param start of the names of archives
   */
  public static Checksums parse(String text, String start) {
    SortedMap<String, String> archives = new TreeMap<>();
    for (String line : text.lines().toList()) {
      int end = line.lastIndexOf(' ');
      String name = line.substring(end + 1);
      String sum = end < 0 ? "" : line.substring(0, end).strip();
      if (isSum(sum) && name.startsWith(start) && name.endsWith(ZIP)) {
        archives.put(
            name.substring(start.length(), name.length() - ZIP.length()),
            sum.toLowerCase(java.util.Locale.ROOT));
      }
    }
    return new Checksums(archives);
  }

  static boolean isSum(String text) {
    return text.length() == DIGITS && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
