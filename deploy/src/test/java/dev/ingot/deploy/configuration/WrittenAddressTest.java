package dev.ingot.deploy.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenAddressTest {
  private static List<String> details(List<Diagnostic> problems) {
    return problems.stream().map(Diagnostic::detail).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module.m",
        "module.m[0].module.n[\"k\"]",
        "terraform_data.a[\"x y\"]",
        "module.m.data.t.n[3]",
        "resource.var.x",
        "ephemeral.t.n"
      })
  void modulesResourcesAndInstancesAreAddresses(String text) {
    assertThat(WrittenAddress.problems(SourceFile.unlisted("", text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo             | Resource specification must include a resource type and name.
          module          | Prefix "module." must be followed by a module name.
          type.name.x     | Resource instance key must be given in square brackets.
          a.b.c.d         | Unexpected extra operators after address.
          type.name[true] | Index brackets must contain either a literal number or a literal string.
          """)
  void whatIsWrongIsSaidInTheWordsOfTheLanguage(String text, String detail) {
    assertThat(details(WrittenAddress.problems(SourceFile.unlisted("", text))))
        .containsExactly(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"var.x", "local.x", "each.key"})
  void reservedWordsAreNoTypes(String text) {
    assertThat(details(WrittenAddress.problems(SourceFile.unlisted("", text))))
        .singleElement()
        .asString()
        .contains("is reserved and cannot be used to target a resource address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"module.m", "module.m[0]"})
  void aModuleIsNoInstance(String text) {
    assertThat(details(WrittenAddress.problemsOfInstance(SourceFile.unlisted("", text))))
        .singleElement()
        .asString()
        .startsWith("A resource instance address is required here.");
  }
}
