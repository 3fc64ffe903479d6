package dev.ingot.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  private static final List<String> FUNCTIONS = List.of("length", "lookup", "lower", "upper");
  private static final List<String> NAMES =
      List.of(
          "local.server",
          "module.net",
          "path.module",
          "terraform_data.web",
          "terraform_data.zone",
          "var.password",
          "var.region");

  private static List<String> attributes(String expression) {
    return switch (expression) {
      case "local.server", "terraform_data.web[0]", "var.all[\"a b\"].x" ->
          List.of("address", "port", "no name");
      case "local.server.address" -> List.of();
      default -> List.of("wrong " + expression);
    };
  }

  private static List<String> choices(String typed) {
    return Completion.of(typed, FUNCTIONS, NAMES, CompletionTest::attributes).choices().stream()
        .map(Completion.Choice::text)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "v ~ var.",
        "var. ~ var.password var.region",
        "var.r ~ var.region",
        "lo ~ local. lookup( lower(",
        "terraform_data ~ terraform_data.",
        "terraform_data.w ~ terraform_data.web",
        "1 + var.r ~ var.region",
        "upper(var.r ~ var.region",
        "[1,var.r ~ var.region",
        "\"a${var.r ~ var.region",
        "upper(\"x\", lo ~ local. lookup( lower(",
        "!var.r ~ var.region",
      })
  void theLastWordIsCompletedOneNameAtATime(String typed, String expected) {
    assertThat(String.join(" ", choices(typed))).isEqualTo(expected);
  }

  @Test
  void attributesOfAValueFollowItsName() {
    assertThat(choices("local.server."))
        .containsExactly("local.server.address", "local.server.port");
    assertThat(choices("f(local.server.p")).containsExactly("local.server.port");
    assertThat(choices("terraform_data.web[0].a")).containsExactly("terraform_data.web[0].address");
    assertThat(choices("var.all[\"a b\"].x.po")).containsExactly("var.all[\"a b\"].x.port");
    assertThat(choices("local.server.address.")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 + ",
        "\"var.r",
        "<<EOT\nvar.r",
        "# var.r",
        "/* var.r",
        "5",
        "zzz",
        "[",
        "]."
      })
  void inTextAndWhereNothingFitsNothingIsOffered(String typed) {
    assertThat(choices(typed)).isEmpty();
  }

  @Test
  void whatIsShownIsTheLastNameOnly() {
    Completion completion =
        Completion.of("local.server.a", FUNCTIONS, NAMES, CompletionTest::attributes);
    assertThat(completion.word()).isEqualTo("local.server.a");
    assertThat(completion.choices())
        .containsExactly(new Completion.Choice("local.server.address", "address"));
  }
}
