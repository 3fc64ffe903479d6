package dev.ingot.release.stack;

import dev.ingot.bake.template.VariableInputs;
import dev.ingot.bake.template.VariableInputs.Assignment;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.lang.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values that were given, each for those that declare the variable: templates, the
 * configuration, or both.
 *
 * @param template for the templates
 * @param configuration for the configuration, in order
 * @param problem why the values can't be divided: one is of a variable nothing declares
 */
public record StackVariables(
    VariableInputs template, List<VariableInput> configuration, Optional<String> problem) {
  public StackVariables {
    configuration = List.copyOf(configuration);
  }

  /**
   * Divides values.
   *
   * @param folder the folder of the stack
   * @param ofTemplates the variables templates declare
   * @param ofConfiguration the variables the configuration declares
   * @param environment the environment variables, of which templates may read some
   */
  public static StackVariables divide(
      List<VariableInput> given,
      Path folder,
      Set<String> ofTemplates,
      Set<String> ofConfiguration,
      Map<String, String> environment) {
    List<Assignment> template = new ArrayList<>();
    List<VariableInput> configuration = new ArrayList<>();
    Optional<String> problem = Optional.empty();
    for (VariableInput one : given) {
      switch (one) {
        case VariableInput.ValuesFile(String path) -> {
          if (path.contains(".pkrvars.")) {
            template.add(new Assignment.ValuesFile(folder.resolve(path)));
          } else {
            configuration.add(one);
          }
        }
        case VariableInput.Assignment assignment -> {
          String name = assignment.name();
          if (problem.isEmpty() && !ofTemplates.contains(name) && !ofConfiguration.contains(name)) {
            problem = Optional.of(undeclared(name, ofTemplates, ofConfiguration));
          }
          if (ofTemplates.contains(name)) {
            template.add(new Assignment.Text(name, assignment.text().substring(name.length() + 1)));
          }
          if (ofConfiguration.contains(name)) {
            configuration.add(one);
          }
        }
      }
    }
    return new StackVariables(new VariableInputs(template, environment), configuration, problem);
  }

  private static String undeclared(
      String name, Set<String> ofTemplates, Set<String> ofConfiguration) {
    TreeSet<String> all = new TreeSet<>(ofTemplates);
    all.addAll(ofConfiguration);
    return "no variable \""
        + name
        + "\" is declared in a template or a configuration here. "
        + Suggestion.nearest(name, all)
            .map(nearest -> "Did you mean \"" + nearest + "\"?")
            .orElse(
                all.isEmpty() ? "There are none." : "There are: " + String.join(", ", all) + ".");
  }
}
