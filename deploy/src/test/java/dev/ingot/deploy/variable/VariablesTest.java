package dev.ingot.deploy.variable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticFormat;
import dev.ingot.lang.syntax.EnclosingBlocks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
  void noMessageShowsALineThatMayHoldASecret() throws Exception {
    String declarations =
        "variable \"pw\" {\n  type = string\n  sensitive = true\n}\nvariable \"n\" {\n  type ="
            + " number\n  default = 1\n}\nvariable \"l\" {\n  type = list(string)\n  default = []\n"
            + "  sensitive = true\n}\n";
    for (String text :
        List.of(
            "pw = \"s3cret",
            "pw = [\"s3cret\"]",
            "pw = \"s3cret${x}\"",
            "pw = upper(\"s3cret\")",
            "pw \"s3cret\"",
            "pw = \"s3cret\"\nn = \"x\"",
            "pw = \"s3cret\" pw")) {
      Files.writeString(folder.resolve("terraform.tfvars"), text + "\n");
      assertThat(told(collect(declarations, Map.of()))).as(text).doesNotContain("s3cret");
    }
    Files.delete(folder.resolve("terraform.tfvars"));
    assertThat(told(collect(declarations, Map.of(), "pw=x", "l=[s3cret")))
        .contains("Error")
        .doesNotContain("s3cret");
  }

  private static String told(Variables.Collected collected) {
    DiagnosticFormat format =
        new DiagnosticFormat(new DiagnosticFormat.Style(false, true, 78), new EnclosingBlocks());
    return collected.diagnostics().stream().map(format::text).collect(Collectors.joining());
  }

  @Test
  void whatHasNoEndIsNotRead() throws Exception {
    Files.createSymbolicLink(folder.resolve("x.auto.tfvars"), Path.of("/dev/zero"));
    assertThat(told(collect("", Map.of()))).contains("not a file");
  }

  @Test
  void nullMeansTheDefaultWhereAVariableCannotBeNull() throws Exception {
    Files.writeString(folder.resolve("terraform.tfvars"), "a = null\nb = null\nc = null\n");
    Variables.Collected collected =
        collect(
            """
            variable "a" {
              nullable = false
              default  = "d"
            }
            variable "b" {
              nullable = false
            }
            variable "c" {}
            """,
            Map.of());
    assertThat(collected.values()).containsOnlyKeys("c");
    assertThat(told(collected)).contains("Required variable not set");
  }

  @Test
  void variablesAreNotDeclaredInFilesOfValues() throws Exception {
    Files.writeString(
        folder.resolve("terraform.tfvars"), "a = foo\nvariable \"a\" {\n}\nvariable \"b\" {\n}\n");
    Variables.Collected collected = collect("variable \"a\" {}\n", Map.of());
    assertThat(collected.diagnostics())
        .extracting(Diagnostic::summary)
        .containsOnly("Variable declaration in .tfvars file")
        .hasSize(2);
    assertThat(collected.diagnostics().getLast().detail())
        .endsWith("use the definition syntax instead:\n    b = <value>");
  }

  @Test
  void anErrorInAFileMattersWhereItsVariableIsRead() throws Exception {
    Files.writeString(
        folder.resolve("terraform.tfvars"), "required = foo\ndefaulted = bar\nundeclared = foo\n");
    String declared = "variable \"required\" {}\nvariable \"defaulted\" {\n  default = 1\n}\n";
    assertThat(collect(declared, Map.of()).diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactlyInAnyOrder(
            "Value for undeclared variable",
            "Variables not allowed",
            "Variables not allowed",
            "No value for required variable");
    assertThat(collect(declared, Map.of(), "required=1", "defaulted=2").hasErrors()).isFalse();
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
  void whatIsMissingOrUnknownIsSaidBeforeWhatIsUnsuitable() throws Exception {
    String declared = "variable \"missing\" {}\nvariable \"n\" {\n  type = number\n}\n";
    assertThat(collect(declared, Map.of(), "n=abc", "nope=1").diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactlyInAnyOrder(
            "Value for undeclared variable", "No value for required variable");
    assertThat(collect(declared, Map.of(), "n=abc", "missing=1").diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactly("Invalid value for input variable");
  }

  @Test
  void undeclaredVariablesOfTheEnvironmentAreNobodysBusiness() throws Exception {
    assertThat(collect("", Map.of("TF_VAR_other", "x")).diagnostics()).isEmpty();
  }
}
