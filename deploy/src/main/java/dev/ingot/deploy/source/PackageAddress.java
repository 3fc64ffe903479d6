package dev.ingot.deploy.source;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a package is downloaded from.
 *
 * @param way how it is downloaded where the address says it itself: {@code git} of {@code git::};
 *     else empty
 * @param url without the way and without a folder within the package
 */
public record PackageAddress(String way, String url) {
  /** The address with the way in front, as messages and the list of modules have it. */
  @Override
  public String toString() {
    return way.isEmpty() ? url : way + "::" + url;
  }

  /** The address of a folder within the package. */
  String with(String subfolder) {
    if (subfolder.isEmpty()) {
      return toString();
    }
    int query = url.indexOf('?');
    String place = query < 0 ? url : url.substring(0, query);
    String rest = query < 0 ? "" : url.substring(query);
    return new PackageAddress(way, place + "//" + subfolder + rest).toString();
  }

  /** The name of what downloads it: the way, else the scheme; in lower case. */
  public String getter() {
    return (way.isEmpty() ? scheme() : way).toLowerCase(Locale.ROOT);
  }

  /** The scheme of the URL; empty if it has none. */
  public String scheme() {
    int colon = url.indexOf(':');
    return colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  /** The parameters behind the question mark. */
  public UrlQuery query() {
    return UrlQuery.of(url);
  }

  /** The same with other parameters. */
  public PackageAddress with(UrlQuery query) {
    return new PackageAddress(way, query.appliedTo(url));
  }

  /** The address as people may see it: without a password and a key. */
  public String shown() {
    return new PackageAddress(way, hidden(url)).toString();
  }

  private static String hidden(String url) {
    String shown = url;
    Optional<String> key = UrlQuery.of(url).first("sshkey");
    if (key.isPresent()) {
      shown = UrlQuery.of(url).replacing("sshkey", "redacted").appliedTo(url);
    }
    for (String secret : new String[] {"aws_access_key_secret", "aws_access_token"}) {
      if (UrlQuery.of(shown).first(secret).isPresent()) {
        shown = UrlQuery.of(shown).replacing(secret, "redacted").appliedTo(shown);
      }
    }
    int start = shown.indexOf("://");
    int end = start < 0 ? -1 : shown.indexOf('/', start + 3);
    String authority = start < 0 ? "" : shown.substring(start + 3, end < 0 ? shown.length() : end);
    int at = authority.lastIndexOf('@');
    int colon = at < 0 ? -1 : authority.lastIndexOf(':', at);
    int first = at < 0 ? -1 : authority.indexOf(':');
    if (colon < 0 && at > 0 && new PackageAddress("", shown).scheme().startsWith("http")) {
      // A token is often given as the user, without a password.
      return shown.substring(0, start + 3) + "redacted" + shown.substring(start + 3 + at);
    }
    return colon < 0 || first < 0
        ? shown
        : shown.substring(0, start + 3 + first + 1) + "redacted" + shown.substring(start + 3 + at);
  }
}
