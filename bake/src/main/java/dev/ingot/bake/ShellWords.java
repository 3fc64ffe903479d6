package dev.ingot.bake;

import java.util.List;
import java.util.stream.Collectors;

/** Words of command lines of a POSIX shell. */
public final class ShellWords {
  private ShellWords() {}

  /** The text quoted as one literal word. */
  public static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** The quoted words, separated by spaces. */
  public static String join(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }
}
