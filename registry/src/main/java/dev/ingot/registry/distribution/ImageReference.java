package dev.ingot.registry.distribution;

import dev.ingot.storage.Digest;
import java.util.Optional;

/**
 * The name of an image as people write it: {@code [HOST[:PORT]/]NAME[:TAG][@DIGEST]}. Rules: the
 * grammar of Docker's references; without a host, Docker Hub is meant.
 *
 * @param repository where it is
 * @param tag its tag; empty if none is written
 * @param digest of its manifest or index, which then counts and not the tag
 */
public record ImageReference(Repository repository, Optional<String> tag, Optional<Digest> digest) {
  private static final String HUB = "docker.io";
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TAG = 128;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it isn't one, with the reason
   */
  public static ImageReference parse(String text) {
    int at = text.indexOf('@');
    Optional<Digest> digest = Optional.empty();
    String rest = text;
    if (at >= 0) {
      digest = Digest.find(text.substring(at + 1));
      if (digest.isEmpty()) {
        throw new IllegalArgumentException(
            "what follows the @ in " + text + " is no SHA-256 digest");
      }
      rest = text.substring(0, at);
    }
    int colon = rest.lastIndexOf(':');
    Optional<String> tag = Optional.empty();
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
      if (!isTag(tag.get())) {
        throw new IllegalArgumentException("invalid tag in " + text);
      }
    }
    int slash = rest.indexOf('/');
    String first = slash < 0 ? "" : rest.substring(0, slash);
    boolean hasHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    String host = hasHost ? first : HUB;
    String name = hasHost ? rest.substring(slash + 1) : rest;
    if (host.equals("index.docker.io")) {
      host = HUB;
    }
    if (host.equals(HUB) && !name.contains("/")) {
      name = "library/" + name;
    }
    if (!isHost(host) || !isName(name)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no name of an image ([HOST/]NAME[:TAG][@DIGEST])");
    }
    return new ImageReference(new Repository(host, name), tag, digest);
  }

  /** What to ask the registry for: the digest, else the tag, else {@code latest}. */
  public String selector() {
    return digest.map(Digest::toString).orElseGet(() -> tag.orElse("latest"));
  }

  static boolean isHost(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? "1" : text.substring(colon + 1);
    return !name.isEmpty()
        && name.charAt(0) != '.'
        && name.charAt(0) != '-'
        && !name.contains("..")
        && name.chars().allMatch(c -> isLetter(c | 0x20) || isDigit(c) || c == '.' || c == '-')
        && !port.isEmpty()
        && port.length() <= 5
        && port.chars().allMatch(ImageReference::isDigit);
  }

  /** Parts of lower-case letters and digits, with separators between them. */
  static boolean isName(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NAME) {
      return false;
    }
    for (String part : text.split("/", -1)) {
      boolean ends =
          !part.isEmpty()
              && isAlphanumeric(part.charAt(0))
              && isAlphanumeric(part.charAt(part.length() - 1));
      if (!ends
          || part.contains("..")
          || part.contains("___")
          || !part.chars().allMatch(c -> isAlphanumeric(c) || c == '.' || c == '_' || c == '-')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTag(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_TAG
        && text.charAt(0) != '.'
        && text.charAt(0) != '-'
        && text.chars()
            .allMatch(c -> isLetter(c | 0x20) || isDigit(c) || c == '_' || c == '.' || c == '-');
  }

  private static boolean isAlphanumeric(int c) {
    return isLetter(c) || isDigit(c);
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** In full, with the host. */
  @Override
  public String toString() {
    return repository
        + tag.map(text -> ":" + text).orElse("")
        + digest.map(text -> "@" + text).orElse("");
  }
}
