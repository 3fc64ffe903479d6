package dev.ingot.bake.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallFormsTest {
  @ParameterizedTest
  @CsvSource({"0,0", "300ms,300", "1h30m,5400000", "2.5s,2500", "1m0.5s,60500"})
  void spansOfTimeAreRead(String text, long millis) {
    assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "5x", "5 s", "-5s", "5s5", "999999999999h"})
  void otherTextsAreNoSpansOfTime(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">= 1.7.0|true",
        ">= 1.7.0, < 1.11.2|false",
        "~> 1.8|true",
        "~> 1.11.0|true",
        "~> 1.10.0|false",
        "= 1.11.2|true",
        "1.11.2|true",
        "!= 1.11.2|false",
        "> 2|false"
      })
  void constraintsAreChecked(String constraint, boolean accepted) {
    assertThat(VersionConstraints.accept(constraint, "1.11.2")).contains(accepted);
  }

  @Test
  void otherTextsAreNoConstraints() {
    assertThat(VersionConstraints.accept("newest", "1.11.2")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "*,a.b.c,true",
    "a.*,a.b.c,true",
    "*.c,a.b.c,true",
    "a.?.c,a.b.c,true",
    "a.b,a.b.c,false",
    "a+b,aab,false"
  })
  void globsAreForWholeNames(String glob, String name, boolean matches) {
    assertThat(NamePattern.of(glob).matches(name)).isEqualTo(matches);
  }
}
