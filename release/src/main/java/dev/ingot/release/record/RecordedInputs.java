package dev.ingot.release.record;

import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/** Values given for variables as a release records them: a JSON array of options. */
final class RecordedInputs {
  private static final String ASSIGNMENT = "-var=";
  private static final String FILE = "-var-file=";

  private RecordedInputs() {}

  static String text(List<VariableInput> given) {
    return ValueJson.format(
        Values.tuple(
            given.stream()
                .map(
                    one ->
                        Value.of(
                            switch (one) {
                              case VariableInput.Assignment(String text) -> ASSIGNMENT + text;
                              case VariableInput.ValuesFile(String name) -> FILE + name;
                            }))
                .toList()));
  }

  static List<VariableInput> of(String text) {
    return Values.elements(ValueJson.parse(text)).orElse(List.of()).stream()
        .flatMap(one -> Values.text(one).stream())
        .flatMap(one -> input(one).stream())
        .toList();
  }

  private static Optional<VariableInput> input(String option) {
    if (option.startsWith(ASSIGNMENT)) {
      return Optional.of(new VariableInput.Assignment(option.substring(ASSIGNMENT.length())));
    }
    return option.startsWith(FILE)
        ? Optional.of(new VariableInput.ValuesFile(option.substring(FILE.length())))
        : Optional.empty();
  }
}
