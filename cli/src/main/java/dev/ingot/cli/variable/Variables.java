package dev.ingot.cli.variable;

import dev.ingot.cli.Flags;
import dev.ingot.cli.variable.GivenValue.Channel;
import dev.ingot.deploy.configuration.Constants;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Collects the values of the root module's variables. Later ones win: environment ({@code
 * TF_VAR_name}), {@code terraform.tfvars}, {@code terraform.tfvars.json}, {@code *.auto.tfvars} and
 * {@code *.auto.tfvars.json} by name, then {@code -var} and {@code -var-file} in the order given.
 * Rules: the recorded behaviour of Terraform 1.11.
 */
public final class Variables {
  /** What is said where a variable that needs a value has none. */
  public static final String MISSING = "No value for required variable";

  private static final String ENVIRONMENT_PREFIX = "TF_VAR_";
  private static final int WARNED_ONE_BY_ONE = 2;

  private final Map<String, InputVariable> declared;
  private final Diagnostics diagnostics;
  private final Map<String, GivenValue> given = new HashMap<>();

  private Variables(Map<String, InputVariable> declared, Diagnostics diagnostics) {
    this.declared = declared;
    this.diagnostics = diagnostics;
  }

  /** Asks a person for the value of a variable. */
  @FunctionalInterface
  public interface Asking {
    /** The answer; empty where nobody can be asked. */
    Optional<String> ask(InputVariable variable);
  }

  /** The options that give values. */
  public static Flags flags() {
    return new Flags()
        .list("var", "NAME=VALUE", "The value of a variable; may be repeated.")
        .list("var-file", "FILE", "A file with values of variables; may be repeated.");
  }

  /**
   * What was given.
   *
   * @param values converted to the types of their variables; of those with a default only the ones
   *     given
   * @param given the same before they were converted
   * @param unsuitable whether what is wrong is just that a value doesn't fit its variable
   */
  public record Collected(
      Map<String, Value> values,
      Map<String, Value> given,
      List<Diagnostic> diagnostics,
      boolean unsuitable) {
    public Collected {
      values = Map.copyOf(values);
      given = Map.copyOf(given);
      diagnostics = List.copyOf(diagnostics);
    }

    /** Whether there are errors. */
    public boolean hasErrors() {
      return diagnostics.stream().anyMatch(Diagnostic::isError);
    }
  }

  /**
   * Collects all values.
   *
   * @param declared the variables of the root module
   * @param folder the folder of the configuration
   */
  public static Collected collect(
      Map<String, InputVariable> declared,
      Path folder,
      Map<String, String> environment,
      Flags.Given options,
      Asking asking)
      throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    Variables variables = new Variables(declared, diagnostics);
    variables.environment(environment);
    variables.usualFiles(folder);
    variables.options(folder, options);
    return variables.values(asking);
  }

  private void environment(Map<String, String> environment) {
    for (String name : declared.keySet()) {
      String text = environment.get(ENVIRONMENT_PREFIX + name);
      if (text != null) {
        given.put(name, new GivenValue.Text(text, Channel.ENVIRONMENT, name));
      }
    }
  }

  private void usualFiles(Path folder) throws IOException {
    for (String name : List.of("terraform.tfvars", "terraform.tfvars.json")) {
      if (Files.exists(folder.resolve(name))) {
        file(folder, name, false);
      }
    }
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> names =
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> name.endsWith(".auto.tfvars") || name.endsWith(".auto.tfvars.json"))
              .sorted()
              .toList();
      for (String name : names) {
        file(folder, name, false);
      }
    }
  }

  private void options(Path folder, Flags.Given options) throws IOException {
    for (Flags.Given.Option option : options.inOrder()) {
      if (option.name().equals("var-file")) {
        file(folder, option.value(), true);
      } else if (option.name().equals("var")) {
        option(option.value());
      }
    }
  }

  private void option(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      diagnostics.add(
          Diagnostic.error(
              "Invalid -var option",
              "The given -var option \""
                  + text
                  + "\" is not correctly specified. Must be a variable name and value separated by"
                  + " an equals sign, like -var=\"key=value\"."));
      return;
    }
    String name = text.substring(0, equals);
    given.put(name, new GivenValue.Text(text.substring(equals + 1), Channel.OPTION, name));
  }

  private void file(Path folder, String name, boolean expected) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(folder.resolve(name));
    } catch (NoSuchFileException e) {
      diagnostics.add(
          Diagnostic.error(
              "Failed to read variables file",
              "Given variables file " + name + " does not exist."));
      return;
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error(
              "Failed to read variables file",
              "Error while reading " + name + ": " + e.getMessage() + "."));
      return;
    }
    Diagnostics own = new Diagnostics();
    SourceFile file = Syntax.source(name, bytes, own);
    Body body = name.endsWith(".json") ? Syntax.parseJson(file, own) : Syntax.parse(file, own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return;
    }
    body.attributes(diagnostics)
        .forEach(
            (key, attribute) ->
                given.put(
                    key,
                    new GivenValue.Filed(
                        Constants.evaluate(attribute.expression(), diagnostics),
                        attribute.range(),
                        expected)));
  }

  private Collected values(Asking asking) {
    undeclared();
    Map<String, Value> values = new HashMap<>();
    Map<String, Value> unconverted = new HashMap<>();
    Diagnostics misfits = new Diagnostics();
    for (InputVariable variable : declared.values()) {
      Optional<GivenValue> found = Optional.ofNullable(given.get(variable.name()));
      if (found.isEmpty() && variable.required()) {
        found =
            asking
                .ask(variable)
                .map(text -> new GivenValue.Text(text, Channel.ANSWER, variable.name()));
      }
      if (found.isEmpty()) {
        if (variable.required()) {
          missing(variable);
        }
        continue;
      }
      Diagnostics own = new Diagnostics();
      Optional<Value> value = value(variable, found.get(), own);
      diagnostics.addAll(own);
      if (value.isPresent()) {
        unconverted.put(variable.name(), value.get());
        Conversion.Result converted = Conversion.convert(value.get(), variable.constraint());
        if (converted.problem().isPresent()) {
          unsuitable(variable, found.get(), converted.problem().get(), misfits);
        } else {
          values.put(variable.name(), converted.value());
        }
      }
    }
    boolean unsuitable = misfits.hasErrors() && !diagnostics.hasErrors();
    diagnostics.addAll(misfits);
    return new Collected(values, unconverted, diagnostics.list(), unsuitable);
  }

  private static Optional<Value> value(
      InputVariable variable, GivenValue given, Diagnostics diagnostics) {
    return switch (given) {
      case GivenValue.Filed filed -> Optional.of(filed.value());
      case GivenValue.Text(String text, Channel _, String _) -> {
        if (!variable.takesExpressions()) {
          yield Optional.of(Value.of(text));
        }
        SourceFile file = SourceFile.unlisted("<value for var." + variable.name() + ">", text);
        Expression expression = Syntax.parseExpression(file, diagnostics);
        if (diagnostics.hasErrors()) {
          yield Optional.empty();
        }
        Value value = Constants.evaluate(expression, diagnostics);
        yield diagnostics.hasErrors() ? Optional.empty() : Optional.of(value);
      }
    };
  }

  private void missing(InputVariable variable) {
    diagnostics.error(
        MISSING,
        "The root module input variable \""
            + variable.name()
            + "\" is not set, and has no default value. Use a -var or -var-file command line"
            + " argument to provide a value for this variable.",
        variable.declaration());
  }

  private static void unsuitable(
      InputVariable variable,
      GivenValue given,
      Conversion.Problem problem,
      Diagnostics diagnostics) {
    String detail =
        given.range().isPresent()
            ? "The given value is not suitable for var."
                + variable.name()
                + " declared at "
                + variable.declaration()
                + ": "
                + problem
                + "."
            : "Unsuitable value for var."
                + variable.name()
                + " "
                + given.origin()
                + ": "
                + problem
                + ".";
    diagnostics.error(
        "Invalid value for input variable", detail, given.range().orElse(variable.declaration()));
  }

  private void undeclared() {
    int inFiles = 0;
    for (Map.Entry<String, GivenValue> entry :
        given.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      if (declared.containsKey(entry.getKey())) {
        continue;
      }
      switch (entry.getValue()) {
        case GivenValue.Text _ ->
            diagnostics.add(
                Diagnostic.error(
                    "Value for undeclared variable",
                    "A variable named \""
                        + entry.getKey()
                        + "\" was assigned on the command line, but the root module does not"
                        + " declare a variable of that name. To use this value, add a \"variable\""
                        + " block to the configuration."));
        case GivenValue.Filed filed -> {
          if (inFiles++ < WARNED_ONE_BY_ONE) {
            undeclared(entry.getKey(), filed);
          }
        }
      }
    }
    if (inFiles > WARNED_ONE_BY_ONE) {
      diagnostics.add(
          Diagnostic.warning(
              "Values for undeclared variables",
              "In addition to the other similar warnings shown, "
                  + (inFiles - WARNED_ONE_BY_ONE)
                  + " other variable(s) defined without being declared."));
    }
  }

  private void undeclared(String name, GivenValue.Filed filed) {
    diagnostics.add(
        Diagnostic.warning(
            "Value for undeclared variable",
            "The root module does not declare a variable named \""
                + name
                + "\" but a value was found in file \""
                + filed.place().file().name()
                + "\". If you meant to use this value, add a \"variable\" block to the"
                + " configuration.\n\nTo silence these warnings, use TF_VAR_... environment"
                + " variables to provide certain \"global\" settings to all configurations in your"
                + " organization. To reduce the verbosity of these warnings, use the"
                + " -compact-warnings option."));
  }
}
