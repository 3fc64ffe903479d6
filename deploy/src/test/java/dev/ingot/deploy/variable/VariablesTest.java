package dev.ingot.deploy.variable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {
  @TempDir Path folder = Path.of("");

  private Variables.Collected collect(
      String declarations, Map<String, String> environment, String... assignments)
      throws IOException {
    Map<String, InputVariable> declared =
        Configuration.load(Map.of("main.tf", declarations)).get().root().module().variables();
    List<VariableInput> inputs =
        Stream.of(assignments).<VariableInput>map(VariableInput.Assignment::new).toList();
    return Variables.collect(
        declared, new VariableSources(folder, environment, inputs), VariablePrompt.NONE);
  }

  @Test
  void laterSourcesWin() throws Exception {
    Files.writeString(folder.resolve("terraform.tfvars"), "b = \"file\"\nc = \"file\"\n");
    Files.writeString(folder.resolve("z.auto.tfvars"), "c = \"auto\"\n");
    Variables.Collected collected =
        collect(
            "variable \"a\" {}\nvariable \"b\" {}\nvariable \"c\" {}\nvariable \"d\" {}\n",
            Map.of("TF_VAR_a", "environment", "TF_VAR_b", "environment"),
            "d=first",
            "d=last");
    assertThat(collected.hasErrors()).isFalse();
    assertThat(collected.values())
        .containsEntry("a", Value.of("environment"))
        .containsEntry("b", Value.of("file"))
        .containsEntry("c", Value.of("auto"))
        .containsEntry("d", Value.of("last"));
  }

  @Test
  void textIsAnExpressionOnlyWhereTheTypeAsksForOne() throws Exception {
    Variables.Collected collected =
        collect(
            "variable \"text\" {\n"
                + "  type = string\n"
                + "}\n"
                + "variable \"list\" {\n"
                + "  type = list(number)\n"
                + "}\n",
            Map.of(),
            "text=[1]",
            "list=[1, \"2\"]");
    assertThat(collected.values())
        .containsEntry("text", Value.of("[1]"))
        .containsEntry("list", Values.list(List.of(Value.of(1), Value.of(2))));
  }

  @Test
  void whatIsMissingUnsuitableOrUnknownIsSaid() throws Exception {
    Variables.Collected collected =
        collect(
            "variable \"missing\" {}\nvariable \"n\" {\n  type = number\n}\n",
            Map.of(),
            "n=abc",
            "nope=1");
    assertThat(collected.diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactlyInAnyOrder(
            "Value for undeclared variable",
            "No value for required variable",
            "Invalid value for input variable");
  }

  @Test
  void undeclaredVariablesOfTheEnvironmentAreNobodysBusiness() throws Exception {
    assertThat(collect("", Map.of("TF_VAR_other", "x")).diagnostics()).isEmpty();
  }
}
