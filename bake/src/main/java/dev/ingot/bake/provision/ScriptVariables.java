package dev.ingot.bake.provision;

import dev.ingot.bake.ShellWords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The environment variables of a script. Their values are passed through the environment of the
 * shell that starts it, and {@code {{.Vars}}} only refers to them, since every user of the host can
 * read command lines.
 *
 * @param values by name
 * @param format how one is written for {@code {{.Vars}}}, with {@code %s} for the name and then for
 *     the value; empty is {@code NAME='value' }
 * @param sensitive whether a value must not be shown
 */
record ScriptVariables(
    SortedMap<String, String> values, Optional<String> format, boolean sensitive) {
  private static final String VARS = "Vars";
  private static final Set<String> NEW_SESSIONS =
      Set.of("sudo", "su", "doas", "runuser", "pkexec", "ssh", "chroot");

  /** The quoting at a position of a command line. */
  private enum Quoting {
    NONE,
    SINGLE,
    DOUBLE
  }

  /**
   * A command line with its placeholders filled in.
   *
   * @param line the command line
   * @param environment the environment its shell needs; empty if it uses no variables
   * @param files the files it reads values from: content by name, without folder
   */
  record Filled(
      String line, SortedMap<String, String> environment, SortedMap<String, String> files) {}

  /**
   * Fills in a command line.
   *
   * @param folder the folder of the files
   * @throws IllegalArgumentException with a placeholder that has no value
   */
  Filled fill(String line, Map<String, String> others, String folder) {
    SortedMap<String, String> environment = new TreeMap<>();
    SortedMap<String, String> files = new TreeMap<>();
    String filled =
        ShellText.fill(
            line,
            (name, before) -> {
              if (!name.equals(VARS)) {
                return Optional.ofNullable(others.get(name));
              }
              environment.putAll(values);
              return Optional.of(words(before, line, folder, files));
            });
    return new Filled(filled, environment, files);
  }

  private String words(String before, String line, String folder, SortedMap<String, String> files) {
    Quoting quoting = quoting(before);
    if (quoting == Quoting.NONE && endsWithEnv(before) && !startsSession(line)) {
      // The program inherits them; as arguments of env they would be visible.
      return "";
    }
    StringBuilder words = new StringBuilder();
    for (Map.Entry<String, String> variable : values.entrySet()) {
      String name = variable.getKey();
      words.append(
          switch (quoting) {
            case NONE -> word(name, "\"$" + name + "\"", "$" + name);
            case DOUBLE -> word(name, "\\\"\\$" + name + "\\\"", "\\$" + name);
            case SINGLE -> {
              if (!sensitive) {
                // A session of another user might not have them in its environment.
                yield word(name, ShellWords.quote(variable.getValue()), variable.getValue());
              }
              String file = "ingot-" + name;
              files.put(file, variable.getValue());
              String content = "$(cat " + folder + "/" + file + ")";
              yield word(name, "\"" + content + "\"", content);
            }
          });
    }
    return words.toString();
  }

  private String word(String name, String quoted, String bare) {
    if (format.isEmpty()) {
      return name + "=" + quoted + " ";
    }
    String named = replaceOnce(format.get(), "%s", name);
    for (String quotes : List.of("'%s'", "\"%s\"")) {
      if (named.contains(quotes)) {
        return replaceOnce(named, quotes, quoted);
      }
    }
    return replaceOnce(named, "%s", bare);
  }

  /** The lines of a file that a shell reads to set the variables. */
  String exports() {
    StringBuilder text = new StringBuilder();
    String line = format.orElse("export %s='%s'\\n").replace("\\n", "\n");
    values.forEach(
        (name, value) ->
            text.append(
                replaceOnce(replaceOnce(line, "%s", name), "%s", value.replace("'", "'\\''"))));
    return text.toString();
  }

  @Override
  public String toString() {
    return sensitive ? values.keySet().toString() : values.toString();
  }

  private static String replaceOnce(String text, String what, String with) {
    int at = text.indexOf(what);
    return at < 0 ? text : text.substring(0, at) + with + text.substring(at + what.length());
  }

  private static Quoting quoting(String before) {
    Quoting quoting = Quoting.NONE;
    for (int i = 0; i < before.length(); i++) {
      char next = before.charAt(i);
      switch (quoting) {
        case NONE -> {
          if (next == '\\') {
            i++;
          } else if (next == '\'') {
            quoting = Quoting.SINGLE;
          } else if (next == '"') {
            quoting = Quoting.DOUBLE;
          }
        }
        case SINGLE -> quoting = next == '\'' ? Quoting.NONE : quoting;
        case DOUBLE -> {
          if (next == '\\') {
            i++;
          } else if (next == '"') {
            quoting = Quoting.NONE;
          }
        }
      }
    }
    return quoting;
  }

  private static boolean endsWithEnv(String before) {
    String last = before.stripTrailing();
    return last.length() < before.length()
        && (last.equals("env")
            || last.endsWith(" env")
            || last.endsWith(";env")
            || last.endsWith("/env"));
  }

  private static boolean startsSession(String line) {
    for (String word : line.split("[\\s;|&()'\"]+")) {
      if (NEW_SESSIONS.contains(word.substring(word.lastIndexOf('/') + 1))) {
        return true;
      }
    }
    return false;
  }
}
