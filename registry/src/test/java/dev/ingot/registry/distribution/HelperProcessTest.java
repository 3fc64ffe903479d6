package dev.ingot.registry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HelperProcessTest {
  private static List<String> shell(String script) {
    return List.of("/bin/sh", "-c", script);
  }

  @Test
  void whatItPrintsAndItsExitCodeAreTold() throws Exception {
    assertThat(HelperProcess.run(shell("read word; echo got $word; exit 3"), "this\n"))
        .isEqualTo(new HelperProcess.Outcome(3, "got this\n"));
  }

  @Test
  void oneThatTakesTooLongIsEndedWithWhatItStarted() {
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(
            () -> HelperProcess.run(shell("sleep 60; echo late"), "", Duration.ofMillis(100)))
        .withMessageContaining("did not end within");
  }
}
