package dev.ingot.deploy.variable;

import dev.ingot.deploy.configuration.Constants;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.variable.GivenValue.Channel;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Collects the values of the root module's variables. Later ones win: environment ({@code
 * TF_VAR_name}), {@code terraform.tfvars}, {@code terraform.tfvars.json}, {@code *.auto.tfvars} and
 * {@code *.auto.tfvars.json} by name, then {@code -var} and {@code -var-file} in the order given.
 * Rules: the recorded behaviour of Terraform 1.11.
 */
public final class Variables {
  private static final String ENVIRONMENT_PREFIX = "TF_VAR_";
  private static final int WARNED_ONE_BY_ONE = 2;
  private static final Body.BodySchema DECLARATIONS =
      new Body.BodySchema(List.of(), List.of(new Body.BlockSchema("variable", "name")));

  private final Map<String, InputVariable> declared;
  private final Diagnostics diagnostics;
  private final Map<String, GivenValue> given = new HashMap<>();

  private Variables(Map<String, InputVariable> declared, Diagnostics diagnostics) {
    this.declared = declared;
    this.diagnostics = diagnostics;
  }

  /**
   * The values.
   *
   * @param values converted to the types of their variables; for those with a default only the
   *     given ones
   * @param given the same, unconverted
   * @param inputs where they come from
   * @param unsuitable whether the only problem is a value that doesn't fit its variable
   */
  public record Collected(
      Map<String, Value> values,
      Map<String, Value> given,
      Map<String, GivenValue> inputs,
      List<Diagnostic> diagnostics,
      boolean unsuitable) {
    public Collected {
      inputs = Map.copyOf(inputs);
      values = Map.copyOf(values);
      given = Map.copyOf(given);
      diagnostics = List.copyOf(diagnostics);
    }

    /** Whether there are errors. */
    public boolean hasErrors() {
      return Diagnostic.anyError(diagnostics);
    }
  }

  /**
   * Collects all values and asks for required ones that are missing.
   *
   * @param declared the variables of the root module
   */
  public static Collected collect(
      Map<String, InputVariable> declared, VariableSources sources, VariablePrompt prompt)
      throws IOException {
    return read(declared, sources).values(Optional.of(prompt));
  }

  /**
   * Collects the given values; doesn't ask for any and reports none as missing.
   *
   * @param declared the variables of the root module
   */
  public static Collected given(Map<String, InputVariable> declared, VariableSources sources)
      throws IOException {
    return read(declared, sources).values(Optional.empty());
  }

  /**
   * Collects the given values for tests: of other modules than the root module, too. Those of the
   * files in the folder of tests win.
   *
   * @param declared the variables of the root module
   * @param tests the folder of tests, relative to that of the configuration; empty for tests that
   *     are not in it
   */
  public static Collected forTests(
      Map<String, InputVariable> declared, VariableSources sources, Optional<String> tests)
      throws IOException {
    Variables variables = read(declared, sources);
    if (tests.isPresent()) {
      variables.usualFiles(sources.folder(), tests.get());
    }
    Collected collected = variables.values(Optional.empty(), false);
    Map<String, Value> all = new HashMap<>(collected.given());
    List<Diagnostic> problems = new ArrayList<>(collected.diagnostics());
    variables.given.forEach(
        (name, given) -> {
          Value value =
              switch (given) {
                case GivenValue.Filed filed -> filed.value();
                case GivenValue.Text(String text, Channel _, String _) -> Value.of(text);
              };
          if (all.putIfAbsent(name, value) == null
              && !declared.containsKey(name)
              && given instanceof GivenValue.Filed filed) {
            problems.addAll(filed.problems());
          }
        });
    return new Collected(
        collected.values(), all, variables.given, problems, collected.unsuitable());
  }

  private static Variables read(Map<String, InputVariable> declared, VariableSources sources)
      throws IOException {
    Variables variables = new Variables(declared, new Diagnostics());
    variables.environment(sources.environment());
    variables.usualFiles(sources.folder(), "");
    for (VariableInput input : sources.inputs()) {
      switch (input) {
        case VariableInput.ValuesFile(String name) -> variables.file(sources.folder(), name, true);
        case VariableInput.Assignment(String text) -> variables.option(text);
      }
    }
    return variables;
  }

  private void environment(Map<String, String> environment) {
    for (String name : declared.keySet()) {
      String text = environment.get(ENVIRONMENT_PREFIX + name);
      if (text != null) {
        given.put(name, new GivenValue.Text(text, Channel.ENVIRONMENT, name));
      }
    }
  }

  /**
   * Reads the files with usual names.
   *
   * @param inside the folder they are in, relative to that of the configuration
   */
  private void usualFiles(Path folder, String inside) throws IOException {
    Path place = folder.resolve(inside);
    String prefix = inside.isEmpty() ? "" : inside + "/";
    for (String name : List.of("terraform.tfvars", "terraform.tfvars.json")) {
      if (Files.exists(place.resolve(name))) {
        file(folder, prefix + name, false);
      }
    }
    if (!Files.isDirectory(place)) {
      return;
    }
    try (Stream<Path> entries = Files.list(place)) {
      List<String> names =
          entries
              .map(entry -> String.valueOf(entry.getFileName()))
              .filter(name -> name.endsWith(".auto.tfvars") || name.endsWith(".auto.tfvars.json"))
              .sorted()
              .toList();
      for (String name : names) {
        file(folder, prefix + name, false);
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
      bytes = BoundedFile.read(folder.resolve(name));
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
    if (mentionsSecret(file.text())) {
      file = file.hidden();
    }
    Body body = name.endsWith(".json") ? Syntax.parseJson(file, own) : Syntax.parse(file, own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return;
    }
    List<Body.Block> declarations =
        body.partialContent(DECLARATIONS, new Diagnostics()).content().blocks();
    if (!declarations.isEmpty()) {
      declarations.forEach(block -> declared(block, name));
      return;
    }
    Map<String, Body.Attribute> attributes = body.attributes(own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return;
    }
    attributes.forEach((key, attribute) -> given.put(key, filed(attribute, expected)));
  }

  private static GivenValue filed(Body.Attribute attribute, boolean expected) {
    Diagnostics problems = new Diagnostics();
    Value value = Constants.evaluate(attribute.expression(), problems);
    return new GivenValue.Filed(value, attribute.range(), expected, problems.list());
  }

  private void declared(Body.Block block, String file) {
    String variable = block.labels().getFirst();
    diagnostics.error(
        "Variable declaration in .tfvars file",
        "A .tfvars file is used to assign values to variables that have already been declared in"
            + " .tf files, not to declare new variables. To declare variable "
            + Quoting.quoted(variable)
            + ", place this block in one of your .tf files, such as variables.tf.\n\nTo set a value"
            + " for this variable in "
            + file
            + ", use the definition syntax instead:\n    "
            + variable
            + " = <value>",
        block.typeRange());
  }

  /** Whether a sensitive variable may get its value here, so that no message may show a line. */
  private boolean mentionsSecret(String text) {
    return declared.values().stream()
        .anyMatch(variable -> variable.sensitive() && text.contains(variable.name()));
  }

  private Collected values(Optional<VariablePrompt> prompt) {
    return values(prompt, true);
  }

  private Collected values(Optional<VariablePrompt> prompt, boolean declaredOnly) {
    if (diagnostics.hasErrors()) {
      return new Collected(Map.of(), Map.of(), Map.of(), diagnostics.list(), false);
    }
    if (declaredOnly) {
      undeclared();
    }
    Map<String, Value> values = new HashMap<>();
    Map<String, Value> unconverted = new HashMap<>();
    Diagnostics misfits = new Diagnostics();
    // People are asked in the order of names.
    for (InputVariable variable : new TreeMap<>(declared).values()) {
      Optional<GivenValue> found = Optional.ofNullable(given.get(variable.name()));
      if (found.isEmpty() && variable.required() && prompt.isPresent()) {
        found =
            prompt
                .get()
                .ask(variable)
                .map(text -> new GivenValue.Text(text, Channel.ANSWER, variable.name()));
      }
      if (found.isEmpty()) {
        if (variable.required() && prompt.isPresent()) {
          missing(variable);
        }
        continue;
      }
      Diagnostics own = new Diagnostics();
      Optional<Value> value = value(variable, found.get(), own);
      diagnostics.addAll(own);
      if (value.isEmpty() && variable.required() && prompt.isPresent()) {
        missing(variable);
      }
      boolean lacks = value.isPresent() && value.get().isNull() && !variable.nullable();
      if (lacks && variable.defaultValue().isEmpty()) {
        notNull(variable, found.get(), misfits);
      }
      if (value.isPresent() && !lacks) {
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
    if (unsuitable) {
      diagnostics.addAll(misfits);
    }
    return new Collected(values, unconverted, given, diagnostics.list(), unsuitable);
  }

  private static Optional<Value> value(
      InputVariable variable, GivenValue given, Diagnostics diagnostics) {
    return switch (given) {
      case GivenValue.Filed filed -> {
        diagnostics.addAll(filed.problems());
        yield diagnostics.hasErrors() ? Optional.empty() : Optional.of(filed.value());
      }
      case GivenValue.Text(String text, Channel _, String _) -> {
        if (!variable.takesExpressions()) {
          yield Optional.of(Value.of(text));
        }
        SourceFile typed = SourceFile.unlisted("<value for var." + variable.name() + ">", text);
        SourceFile file = variable.sensitive() ? typed.hidden() : typed;
        Expression expression = Syntax.parseExpression(file, diagnostics);
        if (diagnostics.hasErrors()) {
          yield Optional.empty();
        }
        Value value = Constants.evaluate(expression, diagnostics);
        yield diagnostics.hasErrors() ? Optional.empty() : Optional.of(value);
      }
    };
  }

  /** Null stands for the default, so that it is none where there is no default. */
  private static void notNull(InputVariable variable, GivenValue given, Diagnostics diagnostics) {
    diagnostics.error(
        "Required variable not set",
        (given.range().isPresent()
                ? "The given value is not suitable for var."
                    + variable.name()
                    + " defined at "
                    + variable.declaration()
                : "Unsuitable value for var." + variable.name() + " " + given.origin())
            + ": required variable may not be set to null.",
        given.range().orElse(variable.declaration()));
  }

  private void missing(InputVariable variable) {
    diagnostics.error(
        "No value for required variable",
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
                + problem.message()
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
