package dev.ingot.deploy.fetch;

import java.util.Locale;
import java.util.Optional;

/** Finds {@code <meta name="terraform-get" content="…">} in a page. */
final class TerraformGet {
  private TerraformGet() {}

  static Optional<String> in(String page) {
    String lower = page.toLowerCase(Locale.ROOT);
    int end = lower.indexOf("<body");
    int limit = end < 0 ? page.length() : end;
    for (int at = lower.indexOf("<meta");
        at >= 0 && at < limit;
        at = lower.indexOf("<meta", at + 1)) {
      int close = lower.indexOf('>', at);
      if (close < 0) {
        break;
      }
      String tag = page.substring(at + "<meta".length(), close);
      if (attribute(tag, "name").filter("terraform-get"::equalsIgnoreCase).isPresent()) {
        Optional<String> content = attribute(tag, "content").filter(text -> !text.isEmpty());
        if (content.isPresent()) {
          return content;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> attribute(String tag, String name) {
    int at = 0;
    while (at < tag.length()) {
      while (at < tag.length()
          && (Character.isWhitespace(tag.charAt(at)) || tag.charAt(at) == '/')) {
        at++;
      }
      int start = at;
      while (at < tag.length()
          && tag.charAt(at) != '='
          && !Character.isWhitespace(tag.charAt(at))) {
        at++;
      }
      String found = tag.substring(start, at);
      String value = "";
      if (at < tag.length() && tag.charAt(at) == '=') {
        at++;
        char quote = at < tag.length() ? tag.charAt(at) : ' ';
        boolean quoted = quote == '"' || quote == '\'';
        int from = quoted ? at + 1 : at;
        int to = from;
        while (to < tag.length()
            && (quoted ? tag.charAt(to) != quote : !Character.isWhitespace(tag.charAt(to)))) {
          to++;
        }
        value = tag.substring(from, to);
        at = quoted ? to + 1 : to;
      }
      if (found.equalsIgnoreCase(name)) {
        return Optional.of(value.replace("&amp;", "&"));
      }
    }
    return Optional.empty();
  }
}
