package dev.ingot.bake.template.legacy;

import dev.ingot.bake.gotext.GoPipelines.Call;
import dev.ingot.bake.gotext.GoPipelines.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Calls of template functions as expressions of HCL.
 *
 * @param locals the variables that are locals in HCL
 * @param used collects the names of all variables that are used
 */
record HclCalls(Set<String> locals, Set<String> used) {

  /**
   * The expression.
   *
   * @param variable whether it is in the default of a variable
   * @return empty for a call without a counterpart
   */
  Optional<String> expression(Call call, boolean variable) {
    List<Operand> operands = call.operands();
    if (operands.isEmpty()) {
      return named(call.name());
    }
    if (operands.size() == 1 && operands.getFirst() instanceof Operand.Text(String text)) {
      Optional<String> known = ofText(call.name(), text, variable);
      if (known.isPresent()) {
        return known;
      }
    }
    List<String> arguments = new ArrayList<>();
    for (Operand operand : operands) {
      Optional<String> argument =
          switch (operand) {
            case Operand.Text(String text) -> Optional.of(HclText.quoted(text));
            case Operand.Numeral(String number) -> Optional.of(number);
            case Operand.Result(Call inner) -> expression(inner, variable);
          };
      if (argument.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(argument.get());
    }
    return called(call.name(), arguments);
  }

  private static Optional<String> named(String name) {
    return switch (name) {
      case "timestamp" -> Optional.of("local.timestamp");
      case "isotime" -> Optional.of("timestamp()");
      case "uuid" -> Optional.of("uuidv4()");
      case "build_name" -> Optional.of("source.name");
      case "build_type" -> Optional.of("source.type");
      case "template_dir" -> Optional.of("path.root");
      case "pwd" -> Optional.of("path.cwd");
      case "packer_version" -> Optional.of("packer.version");
      default -> Optional.empty();
    };
  }

  private Optional<String> ofText(String name, String text, boolean variable) {
    return switch (name) {
      case "user" -> HclText.isIdentifier(text) ? Optional.of(variable(text)) : Optional.empty();
      case "env" -> variable ? Optional.of("env(" + HclText.quoted(text) + ")") : Optional.empty();
      case "isotime" -> Optional.of("legacy_isotime(" + HclText.quoted(text) + ")");
      case "build" -> HclText.isIdentifier(text) ? Optional.of("build." + text) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private String variable(String name) {
    used.add(name);
    return (locals.contains(name) ? "local." : "var.") + name;
  }

  private static Optional<String> called(String name, List<String> arguments) {
    String head = name + "/" + arguments.size();
    return switch (head) {
      case "upper/1", "lower/1" -> Optional.of(name + "(" + arguments.getFirst() + ")");
      case "replace_all/3" -> replaced(arguments.get(0), arguments.get(1), arguments.get(2));
      case "replace/4" ->
          arguments.get(2).equals("-1")
              ? replaced(arguments.get(0), arguments.get(1), arguments.get(3))
              : Optional.empty();
      case "split/3" ->
          arguments.get(2).chars().allMatch(Character::isDigit)
              ? Optional.of(
                  "split("
                      + arguments.get(1)
                      + ", "
                      + arguments.get(0)
                      + ")["
                      + arguments.get(2)
                      + "]")
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** A text between slashes would be a regular expression. */
  private static Optional<String> replaced(String from, String to, String in) {
    return from.startsWith("\"") && !from.startsWith("\"/")
        ? Optional.of("replace(" + in + ", " + from + ", " + to + ")")
        : Optional.empty();
  }
}
