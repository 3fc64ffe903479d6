package dev.ingot.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBracketsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,",
        "{ a = (1",
        "f(\n  1,",
        "<<EOT",
        "x = <<-END\n  text",
        "f(<<EOT\ntext\nEOT\n",
        "<<EOT\nEOT ${\nEOT",
        "\"a ${f(",
        "[ # ]",
        "[ // ]",
        "[ /* ]\n */",
      })
  void whatIsOpenGoesOn(String text) {
    assertThat(OpenBrackets.goesOn(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 + 2",
        "[1,\n2]",
        "\"text with ( and [\"",
        "\"a${f(\"(\")}b\"",
        "\"$${ %%{ \\\" (\"",
        "1 # (",
        "1 // (",
        "1 /* ( */",
        "<<EOT\n(\nEOT",
        "<<-EOT\n  ${f(\")\")} \"\n  EOT",
        "f(<<EOT\n)\nEOT\n)",
        "a << 1 ]",
        "<<EOT x"
      })
  void whatIsClosedDoesNot(String text) {
    assertThat(OpenBrackets.goesOn(text)).isFalse();
  }

  @Test
  void anUnclosedQuoteEndsWithItsLineSoThatItIsReportedAndNotWaitedFor() {
    assertThat(OpenBrackets.goesOn("\"abc")).isFalse();
    assertThat(OpenBrackets.goesOn("[\n\"abc\n]")).isFalse();
  }

  @Test
  void onlyInBracketsDoHeredocsThatArePipedGoOn() {
    assertThat(OpenBrackets.goesOnInBrackets("f(<<EOT")).isTrue();
    assertThat(OpenBrackets.goesOnInBrackets("<<EOT")).isFalse();
    assertThat(OpenBrackets.goesOnInBrackets("\"${f(")).isFalse();
  }

  @Test
  void severalExpressionsAreToldApart() {
    assertThat(OpenBrackets.expressions(List.of("1", "", "[2,", "3]", "<<A", "x", "A", "f(")))
        .containsExactly("1", "[2,\n3]", "<<A\nx\nA", "f(");
  }
}
