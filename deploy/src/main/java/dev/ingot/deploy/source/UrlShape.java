package dev.ingot.deploy.source;

import java.util.Optional;

/** Which texts are URLs with a scheme. Rules: RFC 3986, as Go's programs read it. */
final class UrlShape {
  private UrlShape() {}

  /** The scheme as it is written; empty if the text has none or is no URL at all. */
  static Optional<String> scheme(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || !isScheme(text.substring(0, colon)) || hasControl(text)) {
      return Optional.empty();
    }
    String rest = text.substring(colon + 1);
    int fragment = rest.indexOf('#');
    rest = fragment < 0 ? rest : rest.substring(0, fragment);
    int query = rest.indexOf('?');
    rest = query < 0 ? rest : rest.substring(0, query);
    boolean valid = true;
    if (rest.startsWith("//")) {
      int slash = rest.indexOf('/', 2);
      String authority = rest.substring(2, slash < 0 ? rest.length() : slash);
      rest = slash < 0 ? "" : rest.substring(slash);
      valid = isAuthority(authority);
    }
    boolean opaque = !rest.isEmpty() && !rest.startsWith("/");
    return valid && (opaque || isEscaped(rest))
        ? Optional.of(text.substring(0, colon))
        : Optional.empty();
  }

  private static boolean isScheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && !(other && i > 0)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }

  private static boolean isAuthority(String authority) {
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int bracket = host.lastIndexOf(']');
    int colon = host.indexOf(':', Math.max(bracket, 0));
    String port = colon < 0 ? "" : host.substring(colon + 1);
    String name = colon < 0 ? host : host.substring(0, colon);
    return port.chars().allMatch(c -> c >= '0' && c <= '9')
        && name.chars().noneMatch(c -> " <>\"\\^`{|}".indexOf(c) >= 0)
        && isEscaped(authority);
  }

  /** Whether each percent sign begins the code of a byte. */
  private static boolean isEscaped(String text) {
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return Character.digit(c, 16) >= 0 && c < 0x80;
  }
}
