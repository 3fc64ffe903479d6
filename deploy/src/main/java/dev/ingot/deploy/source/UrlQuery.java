package dev.ingot.deploy.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a URL, in their order, as they are written.
 *
 * @param parts {@code name=value} each
 */
public record UrlQuery(List<String> parts) {
  public UrlQuery {
    parts = List.copyOf(parts);
  }

  /** Those of a URL. */
  public static UrlQuery of(String url) {
    int start = url.indexOf('?');
    if (start < 0) {
      return new UrlQuery(List.of());
    }
    int end = url.indexOf('#', start);
    List<String> parts = new ArrayList<>();
    for (String part : url.substring(start + 1, end < 0 ? url.length() : end).split("&", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return new UrlQuery(parts);
  }

  /** The value of the first parameter of a name, decoded. */
  public Optional<String> first(String name) {
    for (String part : parts) {
      if (name(part).equals(name)) {
        int equals = part.indexOf('=');
        return Optional.of(equals < 0 ? "" : decoded(part.substring(equals + 1)));
      }
    }
    return Optional.empty();
  }

  /** The same without parameters of some names. */
  public UrlQuery without(String... names) {
    List<String> gone = List.of(names);
    return new UrlQuery(parts.stream().filter(part -> !gone.contains(name(part))).toList());
  }

  /** The same with another value of a parameter; it needs no encoding. */
  UrlQuery replacing(String name, String value) {
    return new UrlQuery(
        parts.stream().map(part -> name(part).equals(name) ? name + "=" + value : part).toList());
  }

  /** The same with a parameter more; it needs no encoding. */
  public UrlQuery with(String name, String value) {
    List<String> more = new ArrayList<>(parts);
    more.add(name + "=" + value);
    return new UrlQuery(more);
  }

  /** In order of names, as Go writes them. */
  UrlQuery sorted() {
    List<String> sorted = new ArrayList<>(parts);
    sorted.sort(java.util.Comparator.comparing(UrlQuery::name));
    return new UrlQuery(sorted);
  }

  /** A URL with these parameters in place of its own; the fragment goes. */
  public String appliedTo(String url) {
    int end = url.length();
    for (char mark : new char[] {'?', '#'}) {
      int at = url.indexOf(mark);
      end = at >= 0 && at < end ? at : end;
    }
    String place = url.substring(0, end);
    return parts.isEmpty() ? place : place + "?" + String.join("&", parts);
  }

  private static String name(String part) {
    int equals = part.indexOf('=');
    return decoded(equals < 0 ? part : part.substring(0, equals));
  }

  private static String decoded(String text) {
    try {
      return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
