package dev.ingot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Arguments from the environment: {@code TF_CLI_ARGS} for all commands and {@code TF_CLI_ARGS_name}
 * for one, put before those given.
 */
final class EnvironmentArguments {
  private static final String VARIABLE = "TF_CLI_ARGS";
  private static final Set<String> OF_TWO_WORDS =
      Set.of("state", "workspace", "providers", "metadata", "env");

  private EnvironmentArguments() {}

  /**
   * Inserts them: after the second word of a command of two.
   *
   * @return the variable whose quotes don't end; nothing was inserted then
   */
  static Optional<String> insert(
      String command, List<String> rest, Map<String, String> environment) {
    int place = 0;
    List<String> variables = new ArrayList<>(List.of(VARIABLE, name(command)));
    if (OF_TWO_WORDS.contains(command) && !rest.isEmpty() && !rest.getFirst().startsWith("-")) {
      place = 1;
      variables.add(name(command + " " + rest.getFirst()));
    }
    List<String> more = new ArrayList<>();
    for (String variable : variables) {
      Optional<List<String>> words = words(environment.getOrDefault(variable, ""));
      if (words.isEmpty()) {
        return Optional.of(variable);
      }
      more.addAll(words.get());
    }
    rest.addAll(place, more);
    return Optional.empty();
  }

  private static String name(String command) {
    return VARIABLE + "_" + command.replace('-', '_').replace(' ', '_').toLowerCase(Locale.ROOT);
  }

  /**
   * The words of a text, in which quotes and backslashes work as in a shell; empty if a quote
   * doesn't end.
   */
  private static Optional<List<String>> words(String text) {
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
    return quote == 0 ? Optional.of(words) : Optional.empty();
  }
}
