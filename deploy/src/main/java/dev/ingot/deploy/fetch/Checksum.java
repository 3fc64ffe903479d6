package dev.ingot.deploy.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What the parameter {@code checksum} of an address says of its archive: {@code TYPE:HEX}, or the
 * digits alone.
 *
 * @param algorithm as Java names it
 * @param hex in lower case
 */
record Checksum(String algorithm, String hex) {
  /** Begins the address of a file with checksums. */
  static final String FILE = "file:";

  static Checksum of(String text) throws FetchException {
    int colon = text.indexOf(':');
    String digits = text.substring(colon + 1).toLowerCase(Locale.ROOT);
    Optional<String> algorithm =
        colon < 0 ? ofLength(digits.length()) : ofType(text.substring(0, colon));
    if (algorithm.isEmpty()) {
      throw new FetchException(
          colon < 0
              ? "invalid checksum: " + digits.length() + " digits are of no known type"
              : "invalid checksum: unsupported checksum type: " + text.substring(0, colon),
          "Use md5, sha1, sha256 or sha512, a colon, and the digits.");
    }
    if (!digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)
        || digits.length() != length(algorithm.get())) {
      throw new FetchException(
          "invalid checksum: not the "
              + length(algorithm.get())
              + " hexadecimal digits of "
              + algorithm.get());
    }
    return new Checksum(algorithm.get(), digits);
  }

  /**
   * Finds a file's checksum in the text of a list: {@code HEX NAME} or {@code TYPE (NAME) = HEX} a
   * line, or the digits alone.
   */
  static Checksum inList(String list, String name) throws FetchException {
    Optional<String> only = Optional.empty();
    for (String each : list.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
      int open = each.indexOf(" (");
      int close = each.indexOf(") = ");
      if (open > 0 && close > open) {
        if (isName(each.substring(open + 2, close), name)) {
          return of(
              each.substring(0, open).toLowerCase(Locale.ROOT) + ":" + each.substring(close + 4));
        }
        continue;
      }
      int blank = each.indexOf(' ');
      if (blank < 0) {
        only = Optional.of(each);
      } else if (isName(each.substring(blank).strip(), name)) {
        return of(each.substring(0, blank));
      }
    }
    if (only.isPresent()) {
      return of(only.get());
    }
    throw new FetchException("no checksum for " + name + " in the list of checksums");
  }

  private static boolean isName(String listed, String name) {
    String plain = listed.startsWith("*") ? listed.substring(1) : listed;
    return plain.substring(plain.lastIndexOf('/') + 1).equals(name);
  }

  private static Optional<String> ofType(String type) {
    return switch (type) {
      case "md5" -> Optional.of("MD5");
      case "sha1" -> Optional.of("SHA-1");
      case "sha256" -> Optional.of("SHA-256");
      case "sha512" -> Optional.of("SHA-512");
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofLength(int digits) {
    return switch (digits) {
      case 32 -> Optional.of("MD5");
      case 40 -> Optional.of("SHA-1");
      case 64 -> Optional.of("SHA-256");
      case 128 -> Optional.of("SHA-512");
      default -> Optional.empty();
    };
  }

  private static int length(String algorithm) {
    return switch (algorithm) {
      case "MD5" -> 32;
      case "SHA-1" -> 40;
      case "SHA-256" -> 64;
      default -> 128;
    };
  }

  void verify(Path file) throws IOException {
    String actual = HexFormat.of().formatHex(digest(file));
    if (!actual.equals(hex)) {
      throw new FetchException(
          "Checksums did not match.\nExpected: " + hex + "\nGot: " + actual,
          "Check the checksum in the source; if it is right, the archive was changed.");
    }
  }

  private byte[] digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] buffer = new byte[64 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
