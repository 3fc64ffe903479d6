package dev.ingot.lang.function.filesystem;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds files by a pattern: {@code *}, {@code ?}, {@code [a-z]}, {@code {a,b}} inside a name, and
 * {@code **} for any number of folders. Names that begin with a dot match like all others.
 */
final class FilePattern {
  private static final int MOST_ALTERNATIVES = 1000;
  private static final int DEEPEST = 200;

  private final Path root;
  private final Set<String> found = new TreeSet<>();
  private int visited;

  private FilePattern(Path root) {
    this.root = root;
  }

  /** The files below a folder that match, with paths relative to it. */
  static Set<String> find(Path folder, String pattern) throws FunctionFailure {
    FilePattern search = new FilePattern(folder);
    List<String> alternatives = new ArrayList<>();
    alternatives("", pattern, alternatives);
    for (String alternative : alternatives) {
      check(alternative);
      search.match("", List.of(PathText.clean(alternative).split("/", -1)), 0);
    }
    return search.found;
  }

  private static FunctionFailure badPattern() {
    return new FunctionFailure("syntax error in pattern");
  }

  /** Expands the alternatives in braces. */
  private static void alternatives(String done, String rest, List<String> all)
      throws FunctionFailure {
    int open = open(rest);
    if (open < 0) {
      all.add(done + rest);
      if (all.size() > MOST_ALTERNATIVES) {
        throw new FunctionFailure(
            "a pattern can have at most " + MOST_ALTERNATIVES + " alternatives");
      }
      return;
    }
    List<Integer> cuts = new ArrayList<>();
    int close = close(rest, open, cuts);
    int start = open + 1;
    for (int cut : cuts) {
      alternatives(
          done,
          rest.substring(0, open) + rest.substring(start, cut) + rest.substring(close + 1),
          all);
      start = cut + 1;
    }
  }

  private static int open(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '{') {
        return i;
      }
    }
    return -1;
  }

  private static int close(String text, int open, List<Integer> cuts) throws FunctionFailure {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '{' -> depth++;
        case ',' -> {
          if (depth == 1) {
            cuts.add(i);
          }
        }
        case '}' -> {
          if (--depth == 0) {
            cuts.add(i);
            return i;
          }
        }
        default -> {
          // Part of an alternative.
        }
      }
    }
    throw badPattern();
  }

  private static void check(String pattern) throws FunctionFailure {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '\\') {
        i++;
        if (i == pattern.length()) {
          throw badPattern();
        }
      } else if (pattern.charAt(i) == '[') {
        int close = pattern.indexOf(']', i + 2);
        if (close < 0) {
          throw badPattern();
        }
        i = close;
      }
    }
  }

  private void match(String path, List<String> segments, int at) throws FunctionFailure {
    if (++visited > Limits.ELEMENTS) {
      throw new FunctionFailure("the pattern looks at more than " + Limits.ELEMENTS + " files");
    }
    if (at == segments.size()) {
      if (Files.isRegularFile(root.resolve(path))) {
        found.add(path);
      }
      return;
    }
    String segment = segments.get(at);
    if (segment.equals("**")) {
      anyFolders(path, segments, at, 0);
    } else if (isLiteral(segment)) {
      String next = path.isEmpty() ? segment : path + "/" + segment;
      if (Files.exists(root.resolve(next))) {
        match(next, segments, at + 1);
      }
    } else {
      for (String name : names(path)) {
        if (matches(segment, 0, name, 0)) {
          match(path.isEmpty() ? name : path + "/" + name, segments, at + 1);
        }
      }
    }
  }

  private void anyFolders(String path, List<String> segments, int at, int depth)
      throws FunctionFailure {
    match(path, segments, at + 1);
    boolean last = at + 1 == segments.size();
    if (depth > DEEPEST) {
      return;
    }
    for (String name : names(path)) {
      String next = path.isEmpty() ? name : path + "/" + name;
      Path file = root.resolve(next);
      if (Files.isDirectory(file) && !Files.isSymbolicLink(file)) {
        anyFolders(next, segments, at, depth + 1);
      } else if (last) {
        match(next, segments, at + 1);
      }
    }
  }

  private static boolean isLiteral(String segment) {
    return segment.indexOf('*') < 0
        && segment.indexOf('?') < 0
        && segment.indexOf('[') < 0
        && segment.indexOf('\\') < 0;
  }

  private List<String> names(String path) throws FunctionFailure {
    Path folder = root.resolve(path);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new FunctionFailure("failed to read the folder " + path);
    }
  }

  private static boolean matches(String pattern, int p, String name, int n) {
    int back = -1;
    int backName = 0;
    int i = p;
    int j = n;
    while (j < name.length()) {
      int next = i < pattern.length() && pattern.charAt(i) != '*' ? one(pattern, i, name, j) : -1;
      if (next > 0) {
        i = next;
        j += Character.charCount(name.codePointAt(j));
      } else if (i < pattern.length() && pattern.charAt(i) == '*') {
        back = ++i;
        backName = j;
      } else if (back >= 0) {
        backName += Character.charCount(name.codePointAt(backName));
        i = back;
        j = backName;
      } else {
        return false;
      }
    }
    while (i < pattern.length() && pattern.charAt(i) == '*') {
      i++;
    }
    return i == pattern.length();
  }

  /** The pattern index after its next element if that matches the next character, otherwise -1. */
  private static int one(String pattern, int i, String name, int j) {
    int c = name.codePointAt(j);
    int p = pattern.codePointAt(i);
    int after = i + Character.charCount(p);
    if (p == '?') {
      return after;
    }
    if (p == '[') {
      return characterClass(pattern, after, c);
    }
    if (p == '\\' && after < pattern.length()) {
      p = pattern.codePointAt(after);
      after += Character.charCount(p);
    }
    return p == c ? after : -1;
  }

  private static int characterClass(String pattern, int start, int c) {
    int i = start;
    boolean negated = pattern.startsWith("^", i) || pattern.startsWith("!", i);
    i += negated ? 1 : 0;
    boolean inside = false;
    boolean first = true;
    while (i < pattern.length() && (first || pattern.charAt(i) != ']')) {
      first = false;
      i += pattern.charAt(i) == '\\' && i + 1 < pattern.length() ? 1 : 0;
      int low = pattern.codePointAt(i);
      i += Character.charCount(low);
      int high = low;
      if (pattern.startsWith("-", i) && i + 1 < pattern.length() && pattern.charAt(i + 1) != ']') {
        high = pattern.codePointAt(i + 1);
        i += 1 + Character.charCount(high);
      }
      inside |= low <= c && c <= high;
    }
    return inside != negated ? i + 1 : -1;
  }
}
