package dev.ingot.platform.host;

import java.util.List;
import java.util.stream.Collectors;

/** Words of a POSIX shell. */
public final class ShellWords {
  private ShellWords() {}

  /** The text as one word that the shell takes literally. */
  public static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** Words with a space between. */
  public static String join(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }
}
