package dev.ingot.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "250ms,250",
    "1m30s,90000",
    "1h30m,5400000",
    "2.5s,2500",
    "1m0.5s,60500",
    "1500us,1"
  })
  void durationsAreNumbersWithUnits(String text, long milliseconds) {
    assertThat(DurationText.parse(text).map(Duration::toMillis)).contains(milliseconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "5x", "5 s", "-5s", "5s5", "1.2.3s", "999999999999h"})
  void otherTextsAreNoSettings(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @Test
  void aDurationToAddMayBeNegative() throws Exception {
    assertThat(DurationText.read("-1.5h")).isEqualTo(Duration.ofMinutes(-90));
  }

  @Test
  void malformedTextsSayWhy() {
    assertThatThrownBy(() -> DurationText.read("5"))
        .isInstanceOf(DurationText.Malformed.class)
        .hasMessage("time: missing unit in duration \"5\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "250ms", "10s", "1m30s", "720h", "1h0m1s"})
  void whatIsWrittenIsReadBack(String text) {
    Duration duration = DurationText.parse(text).orElseThrow();
    assertThat(DurationText.parse(DurationText.text(duration))).contains(duration);
  }
}
