package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The arguments of one backend: what the block gives, otherwise what the environment does. Its text
 * has no values, since some are secret.
 */
public record Arguments(ArgumentTable table, BackendSettings settings, BackendPlace place) {
  private Optional<String> variable(String name) {
    ArgumentTable.Row row = table.rows().get(name);
    return row == null
        ? Optional.empty()
        : row.variables().stream().flatMap(each -> place.variable(each).stream()).findFirst();
  }

  /** A text that is given, and not empty. */
  public Optional<String> text(String name) {
    return settings.text(name).or(() -> variable(name));
  }

  /** A text that {@link #problems} says is there; empty otherwise. */
  public String required(String name) {
    return text(name).orElse("");
  }

  /** A truth value. */
  public Optional<Boolean> truth(String name) {
    return settings.truth(name).or(() -> variable(name).flatMap(Arguments::truthOf));
  }

  /** Whether something is given and true. */
  public boolean is(String name) {
    return truth(name).orElse(false);
  }

  /** The texts for truth values in an environment are those of Go. */
  private static Optional<Boolean> truthOf(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** A whole number. */
  public Optional<Long> number(String name) {
    return settings.number(name).or(() -> variable(name).flatMap(Arguments::numberOf));
  }

  private static Optional<Long> numberOf(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** The texts of a list or set; a variable has one. */
  public List<String> texts(String name) {
    Optional<List<Value>> given = settings.value(name).flatMap(Values::elements);
    return given.isPresent()
        ? given.get().stream().flatMap(value -> Values.text(value).stream()).toList()
        : variable(name).map(List::of).orElse(List.of());
  }

  /** Texts by name. */
  public Map<String, String> map(String name) {
    Map<String, String> texts = new TreeMap<>();
    settings
        .value(name)
        .flatMap(Values::entries)
        .ifPresent(
            entries ->
                entries.forEach(
                    (key, value) -> Values.text(value).ifPresent(text -> texts.put(key, text))));
    return texts;
  }

  /** A file; {@code ~} is the home of the user, and other paths are relative to the folder. */
  public Path path(String text) {
    String expanded =
        text.equals("~") || text.startsWith("~/")
            ? place.variable("HOME").orElse("") + text.substring(1)
            : text;
    try {
      return place.folder().resolve(expanded);
    } catch (InvalidPathException e) {
      throw new StateException("The path \"" + text + "\" can't be one of a file.", e);
    }
  }

  /**
   * The content of a file an argument names.
   *
   * @throws StateException if it can't be read
   */
  public String file(String text) {
    return new String(bytes(text), StandardCharsets.UTF_8);
  }

  /**
   * The bytes of a file an argument names.
   *
   * @throws StateException if it can't be read
   */
  public byte[] bytes(String text) {
    Path file = path(text);
    try {
      return RegularFile.read(file);
    } catch (IOException e) {
      throw new StateException(
          "The file " + file + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }

  /** What an argument gives as it is, or as the name of a file. */
  public String pathOrContent(String text) {
    if (text.length() > 4096 || text.indexOf('\n') >= 0 || text.indexOf('{') >= 0) {
      return text;
    }
    try {
      return Files.isRegularFile(path(text)) ? file(text) : text;
    } catch (StateException _) {
      return text;
    }
  }

  /**
   * What is wrong with them by the table: something required is missing, arguments exclude each
   * other, a variable can't be read. Deprecated ones are warnings.
   */
  public List<Diagnostic> problems() {
    List<Diagnostic> problems = new ArrayList<>();
    table
        .rows()
        .forEach(
            (name, row) -> {
              if (row.required() && text(name).isEmpty()) {
                problems.add(missing(name, row));
              }
              unreadable(name, row).ifPresent(problems::add);
              if (!row.advice().isEmpty() && settings.text(name).isPresent()) {
                problems.add(
                    Diagnostic.warning(
                        "Deprecated argument",
                        "The argument \"" + name + "\" is deprecated. " + row.advice()));
              }
            });
    for (List<String> group : table.conflicts()) {
      List<String> given = group.stream().filter(name -> isGiven(name)).toList();
      if (given.size() > 1) {
        problems.add(
            Diagnostic.error(
                "Conflicting arguments",
                "can't set both " + String.join(" and ", given) + ". Keep only one."));
      }
    }
    return problems;
  }

  /** Whether the block or the environment gives something. */
  public boolean isGiven(String name) {
    return settings
            .value(name)
            .filter(value -> Values.text(value).filter(String::isEmpty).isEmpty())
            .isPresent()
        || variable(name).isPresent();
  }

  private static Diagnostic missing(String name, ArgumentTable.Row row) {
    return Diagnostic.error(
        "Missing required argument",
        "The argument \""
            + name
            + "\" is required, but was not set."
            + (row.variables().isEmpty()
                ? ""
                : " Set it in the backend block, by -backend-config, or by the environment variable"
                    + " "
                    + row.variables().getFirst()
                    + "."));
  }

  private Optional<Diagnostic> unreadable(String name, ArgumentTable.Row row) {
    if (settings.value(name).isPresent()) {
      return Optional.empty();
    }
    Type type = row.attribute().type();
    for (String each : row.variables()) {
      Optional<String> text = place.variable(each);
      if (text.isPresent()) {
        boolean readable =
            (!type.equals(Type.BOOL) || truthOf(text.get()).isPresent())
                && (!type.equals(Type.NUMBER) || numberOf(text.get()).isPresent());
        return readable
            ? Optional.empty()
            : Optional.of(
                Diagnostic.error(
                    "Invalid environment variable",
                    "The environment variable "
                        + each
                        + " is not "
                        + (type.equals(Type.BOOL) ? "true or false" : "a whole number")
                        + ", so \""
                        + name
                        + "\" can't be set from it."));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "Arguments of " + settings.type();
  }

  /** The problem of a text that is given and isn't as it has to be. */
  public Optional<Diagnostic> refused(
      String name, Predicate<String> good, String summary, String detail) {
    return text(name).filter(good.negate()).map(_ -> Diagnostic.error(summary, detail));
  }
}
