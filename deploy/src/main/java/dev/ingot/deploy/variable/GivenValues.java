package dev.ingot.deploy.variable;

import dev.ingot.deploy.configuration.Constants;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.variable.GivenValue.Channel;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The values that are given for variables, by the variables' names, with what is wrong with their
 * sources.
 */
final class GivenValues {
  private static final String ENVIRONMENT_PREFIX = "TF_VAR_";
  private static final int WARNED_ONE_BY_ONE = 2;
  private static final Body.BodySchema DECLARATIONS =
      new Body.BodySchema(List.of(), List.of(new Body.BlockSchema("variable", "name")));

  private final Map<String, InputVariable> declared;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Map<String, GivenValue> values = new TreeMap<>();

  private GivenValues(Map<String, InputVariable> declared) {
    this.declared = declared;
  }

  /** Reads all sources; later ones win. */
  static GivenValues read(Map<String, InputVariable> declared, VariableSources sources)
      throws IOException {
    GivenValues values = new GivenValues(declared);
    values.environment(sources.environment());
    values.usualFiles(sources.folder(), "");
    for (VariableInput input : sources.inputs()) {
      switch (input) {
        case VariableInput.ValuesFile(String name) -> values.file(sources.folder(), name, true);
        case VariableInput.Assignment(String text) -> values.option(text);
      }
    }
    return values;
  }

  private void environment(Map<String, String> environment) {
    for (String name : declared.keySet()) {
      String text = environment.get(ENVIRONMENT_PREFIX + name);
      if (text != null) {
        values.put(name, new GivenValue.Text(text, Channel.ENVIRONMENT, name));
      }
    }
  }

  /**
   * Reads the files with usual names.
   *
   * @param inside the folder they are in, relative to that of the configuration
   */
  void usualFiles(Path folder, String inside) throws IOException {
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
    values.put(name, new GivenValue.Text(text.substring(equals + 1), Channel.OPTION, name));
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
    attributes.forEach((key, attribute) -> values.put(key, filed(attribute, expected)));
  }

  private static GivenValue filed(Body.Attribute attribute, boolean expected) {
    Diagnostics problems = new Diagnostics();
    Value value = Constants.evaluate(attribute.expression(), problems);
    return new GivenValue.Filed(value, attribute.expression().range(), expected, problems.list());
  }

  private void declared(Body.Block block, String file) {
    String variable = block.labels().getFirst();
    diagnostics.error(
        "Variable declaration in .tfvars file",
        "A .tfvars file is used to assign values to variables that have already been declared in"
            + " .tf files, not to declare new values. To declare variable "
            + Quoting.quoted(variable)
            + ", place this block in one of your .tf files, such as values.tf.\n\nTo set a value"
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

  /** In order of the names; grows with what is read. */
  Map<String, GivenValue> byName() {
    return Collections.unmodifiableMap(values);
  }

  Optional<GivenValue> find(String variable) {
    return Optional.ofNullable(values.get(variable));
  }

  /** The problems so far; to be continued. */
  Diagnostics diagnostics() {
    return diagnostics;
  }

  /** Adds the values of no variable to the problems. */
  void warnOfUndeclared() {
    int inFiles = 0;
    for (Map.Entry<String, GivenValue> entry : values.entrySet()) {
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
