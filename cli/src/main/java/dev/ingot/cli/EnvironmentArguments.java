package dev.ingot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Arguments from the environment: {@code TF_CLI_ARGS} for all commands and {@code TF_CLI_ARGS_name}
 * for one, put before those given.
 */
final class EnvironmentArguments {
  private static final String VARIABLE = "TF_CLI_ARGS";

  private EnvironmentArguments() {}

  static void insert(String command, List<String> rest, Map<String, String> environment) {
    List<String> more = new ArrayList<>(words(environment.getOrDefault(VARIABLE, "")));
    more.addAll(
        words(
            environment.getOrDefault(
                VARIABLE + "_" + command.replace('-', '_').toLowerCase(Locale.ROOT), "")));
    rest.addAll(0, more);
  }

  /** The words of a text, in which quotes and backslashes work as in a shell. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean started = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else if (c == '\\' && quote == '"' && i + 1 < text.length()) {
          word.append(text.charAt(++i));
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        started = true;
      } else if (c == '\\' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
        started = true;
      } else if (Character.isWhitespace(c)) {
        if (started) {
          words.add(word.toString());
          word.setLength(0);
          started = false;
        }
      } else {
        word.append(c);
        started = true;
      }
    }
    if (started) {
      words.add(word.toString());
    }
    return words;
  }
}
