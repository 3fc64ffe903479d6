package dev.ingot.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipedConsoleTest {
  @Test
  void timesAndRandomTextsAreKnownSinceNothingIsKept(@TempDir Path folder) {
    assertThat(Ran.piped("length(uuid())\n", folder, "console").out()).isEqualTo("36\n");
    assertThat(
            Ran.piped("timecmp(timestamp(), \"2020-01-01T00:00:00Z\")\n", folder, "console").out())
        .isEqualTo("1\n");
  }
}
