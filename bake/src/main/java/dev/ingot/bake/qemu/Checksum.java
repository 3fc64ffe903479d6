package dev.ingot.bake.qemu;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the content of a medium must hash to. Forms: the documentation of {@code iso_checksum}. */
sealed interface Checksum {
  /** Nothing is checked. */
  record None() implements Checksum {}

  /**
   * A hash.
   *
   * @param algorithm as Java names it
   * @param hex lower case
   */
  record Hash(String algorithm, String hex) implements Checksum {
    @Override
    public String toString() {
      return algorithm.replace("-", "").toLowerCase(Locale.ROOT) + ":" + hex;
    }
  }

  /** A file of hashes, which has a line for the medium. */
  record Listed(String location) implements Checksum {}

  /** By the number of hexadecimal digits. */
  Map<Integer, String> ALGORITHMS = Map.of(32, "MD5", 40, "SHA-1", 64, "SHA-256", 128, "SHA-512");

  /** Reads the text of an argument; empty where it isn't one. */
  static Optional<Checksum> parse(String text) {
    if (text.equals("none")) {
      return Optional.of(new None());
    }
    if (text.startsWith("file:")) {
      String location = text.substring("file:".length());
      return location.isEmpty() ? Optional.empty() : Optional.of(new Listed(location));
    }
    int colon = text.indexOf(':');
    return hash(text.substring(colon + 1))
        .filter(
            hash ->
                colon < 0
                    || hash.algorithm().replace("-", "").equalsIgnoreCase(text.substring(0, colon)))
        .map(hash -> hash);
  }

  private static Optional<Hash> hash(String hex) {
    String algorithm = ALGORITHMS.get(hex.length());
    return algorithm != null && hex.chars().allMatch(HexFormat::isHexDigit)
        ? Optional.of(new Hash(algorithm, hex.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /**
   * The hash of a file in a list, as the programs {@code sha256sum} and {@code sha256} of the BSDs
   * write it; a list of one hash alone is that of any file.
   *
   * @param name of the file, without a folder
   */
  static Optional<Hash> find(String list, String name) {
    List<String> lines = list.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    for (String line : lines) {
      int open = line.indexOf('(');
      int close = line.lastIndexOf(") = ");
      if (open > 0 && close > open) {
        Optional<Hash> hash = hash(line.substring(close + 4).strip());
        if (hash.isPresent() && isNamed(line.substring(open + 1, close), name)) {
          return hash;
        }
        continue;
      }
      int blank = firstBlank(line);
      Optional<Hash> hash = blank < 0 ? Optional.empty() : hash(line.substring(0, blank));
      if (hash.isPresent() && isNamed(line.substring(blank).strip(), name)) {
        return hash;
      }
    }
    return lines.size() == 1 ? hash(lines.getFirst()) : Optional.empty();
  }

  private static int firstBlank(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (Character.isWhitespace(line.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isNamed(String written, String name) {
    String file = written.startsWith("*") ? written.substring(1) : written;
    return file.substring(file.lastIndexOf('/') + 1).equals(name);
  }
}
