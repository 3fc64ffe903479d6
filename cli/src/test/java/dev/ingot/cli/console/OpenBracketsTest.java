package dev.ingot.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBracketsTest {
  @ParameterizedTest
  @ValueSource(strings = {"[1,", "{ a = (1", "f(\n  1,", "<<EOT", "x = <<-END\n  text"})
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
        "1 # (",
        "<<EOT\n(\nEOT",
        "a << 1 ]"
      })
  void whatIsClosedDoesNot(String text) {
    assertThat(OpenBrackets.goesOn(text)).isFalse();
  }

  @Test
  void aHeredocGoesOnInAPipeOnlyWithinBrackets() {
    assertThat(OpenBrackets.goesOnInBrackets("<<EOT")).isFalse();
    assertThat(OpenBrackets.goesOnInBrackets("upper(<<EOT")).isTrue();
  }

  @Test
  void anUnclosedQuoteEndsWithItsLineSoThatItIsReportedAndNotWaitedFor() {
    assertThat(OpenBrackets.goesOn("\"abc")).isFalse();
  }
}
