package dev.ingot.cli.up;

import dev.ingot.bake.template.VariableInputs;
import dev.ingot.bake.template.VariableInputs.Assignment;
import dev.ingot.cli.Flags.Given.Option;
import dev.ingot.cli.UsageException;
import dev.ingot.lang.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The values given on the command line, each for those that declare the variable: templates, the
 * configuration, or both.
 *
 * @param template for the templates
 * @param configuration the options of the configuration, in order
 */
record StackVariables(VariableInputs template, List<Option> configuration) {
  StackVariables {
    configuration = List.copyOf(configuration);
  }

  /**
   * Divides options.
   *
   * @param ofTemplates the variables templates declare
   * @param ofConfiguration the variables the configuration declares
   */
  static StackVariables divide(
      List<Option> options,
      Path folder,
      Set<String> ofTemplates,
      Set<String> ofConfiguration,
      Map<String, String> environment)
      throws UsageException {
    List<Assignment> template = new ArrayList<>();
    List<Option> configuration = new ArrayList<>();
    for (Option option : options) {
      if (option.name().equals("var-file")) {
        if (option.value().contains(".pkrvars.")) {
          template.add(new Assignment.ValuesFile(folder.resolve(option.value())));
        } else {
          configuration.add(option);
        }
      } else if (option.name().equals("var")) {
        int equals = option.value().indexOf('=');
        if (equals < 1) {
          throw new UsageException("-var must be NAME=VALUE, but is \"" + option.value() + "\"");
        }
        String name = option.value().substring(0, equals);
        if (!ofTemplates.contains(name) && !ofConfiguration.contains(name)) {
          throw new UsageException(undeclared(name, ofTemplates, ofConfiguration));
        }
        if (ofTemplates.contains(name)) {
          template.add(new Assignment.Text(name, option.value().substring(equals + 1)));
        }
        if (ofConfiguration.contains(name)) {
          configuration.add(option);
        }
      }
    }
    return new StackVariables(new VariableInputs(template, environment), configuration);
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
