package dev.ingot.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cli.invocation.UsageException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @Test
  void partsAddUp() throws UsageException {
    assertThat(Durations.parse("lock-timeout", "1h2m3s4ms"))
        .isEqualTo(Duration.ofHours(1).plusMinutes(2).plusSeconds(3).plusMillis(4));
    assertThat(Durations.parse("lock-timeout", "1.5s")).isEqualTo(Duration.ofMillis(1500));
    assertThat(Durations.parse("lock-timeout", "0")).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "5", "5x", "s5", "5s "})
  void whatIsNoDurationIsRefusedByName(String text) {
    assertThatThrownBy(() -> Durations.parse("lock-timeout", text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("lock-timeout")
        .hasMessageContaining("\"" + text + "\"");
  }
}
