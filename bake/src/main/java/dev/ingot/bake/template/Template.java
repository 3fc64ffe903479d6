package dev.ingot.bake.template;

import dev.ingot.bake.Secrets;
import dev.ingot.bake.template.TemplateBlocks.Build;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A template whose variables and locals have values. Rules: the documentation of Packer's HCL
 * templates.
 *
 * @param blocks the blocks as written
 * @param variables the value of each variable
 * @param locals the value of each local
 * @param scope the scope at the top level
 * @param builds in source order, with {@code dynamic} blocks expanded
 * @param workingFolder the base of relative paths, absolute
 */
public record Template(
    TemplateBlocks blocks,
    Map<String, Value> variables,
    Map<String, Value> locals,
    TemplateScope scope,
    List<Build> builds,
    Path workingFolder) {

  /** The version of Packer whose language this is; {@code packer.version}. */
  public static final String LANGUAGE_VERSION = "1.15.4";

  public Template {
    variables = Map.copyOf(variables);
    locals = Map.copyOf(locals);
    builds = List.copyOf(builds);
  }

  /**
   * The environment of a template.
   *
   * @param workingFolder {@code path.cwd}, absolute
   * @param functions the available functions
   * @param environment the environment of functions
   * @param data data sources it can use
   */
  public record Surroundings(
      Path workingFolder,
      Scope.Functions functions,
      Scope.Environment environment,
      DataSources data) {}

  /**
   * Reads a template and evaluates its variables and locals. After errors, which are in the
   * diagnostics, the result may only be displayed.
   *
   * @param path a template file, or the folder of one
   */
  public static Template load(
      Path path, VariableInputs inputs, Surroundings surroundings, Diagnostics diagnostics) {
    StaticValues literals = new StaticValues(surroundings.functions(), surroundings.environment());
    TemplateBlocks blocks = parse(path, surroundings, diagnostics);
    StaticValues defaults =
        new StaticValues(
            new EnvironmentFunction(surroundings.functions(), inputs.environment()),
            surroundings.environment());
    return TemplateValues.resolve(
        blocks,
        inputs,
        TemplateFiles.automaticVariableFiles(path),
        literals,
        defaults,
        surroundings,
        diagnostics);
  }

  /** Reads the blocks of a template only, as {@code validate -syntax-only} does. */
  public static TemplateBlocks parse(
      Path path, Surroundings surroundings, Diagnostics diagnostics) {
    StaticValues literals = new StaticValues(surroundings.functions(), surroundings.environment());
    Path parent = path.toAbsolutePath().getParent();
    Path folder = Files.isDirectory(path) || parent == null ? path : parent;
    List<TemplateFiles.Parsed> files = TemplateFiles.read(path, diagnostics);
    return TemplateReader.read(folder, files, literals, diagnostics);
  }

  /** Reports each constraint on Packer's version that this language doesn't meet. */
  public static void checkVersion(TemplateBlocks blocks, Diagnostics diagnostics) {
    TemplateValues.checkVersion(blocks, diagnostics);
  }

  /** The secrets in the values of variables and locals. */
  public Secrets secrets() {
    List<Value> values = new ArrayList<>(variables.values());
    values.addAll(locals.values());
    return Secrets.of(values);
  }
}
