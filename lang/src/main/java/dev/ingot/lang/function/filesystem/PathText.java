package dev.ingot.lang.function.filesystem;

import java.util.ArrayList;
import java.util.List;

/** Paths as text, with slashes. Rules: Go's path functions, as recorded. */
final class PathText {
  private PathText() {}

  /** The shortest equivalent path, by text alone. */
  static String clean(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    boolean rooted = path.startsWith("/");
    List<String> kept = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (!part.equals("..")) {
        kept.add(part);
      } else if (!kept.isEmpty() && !kept.getLast().equals("..")) {
        kept.removeLast();
      } else if (!rooted) {
        kept.add(part);
      }
    }
    String joined = String.join("/", kept);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /** The last element, without trailing slashes. */
  static String base(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return end == 0 ? "/" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }

  /** All but the last element, cleaned. */
  static String dir(String path) {
    return clean(path.substring(0, path.lastIndexOf('/') + 1));
  }

  /** Two paths joined and cleaned; empty ones are left out. */
  static String join(String first, String second) {
    if (first.isEmpty()) {
      return second.isEmpty() ? "" : clean(second);
    }
    return second.isEmpty() ? clean(first) : clean(first + "/" + second);
  }
}
