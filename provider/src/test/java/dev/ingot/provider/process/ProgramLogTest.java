package dev.ingot.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.storage.log.CommandLog;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What providers print as errors, as lines of the log. */
final class ProgramLogTest {
  private static final String TIME = "2026-01-02T03:04:05Z ";

  private static List<String> logged(String level, String... printed) {
    List<String> lines = new ArrayList<>();
    CommandLog log =
        CommandLog.of(
            Map.of("TF_LOG_PROVIDER", level),
            Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC),
            lines::add,
            lines::add);
    ProgramLog program = new ProgramLog("x", log);
    for (String line : printed) {
      program.line(line);
    }
    return lines;
  }

  @Test
  void theSeverityIsTheProviders() {
    assertThat(
            logged(
                "INFO",
                "{\"@level\":\"info\",\"@message\":\"made\",\"@timestamp\":\"t\",\"id\":7,\"api_token\":\"t0k\"}",
                "{\"@level\":\"debug\",\"@message\":\"left out\"}",
                "[WARN]  as older ones do",
                "[DEBUG] left out",
                "and as others do, left out"))
        .containsExactly(
            TIME + "[INFO]  provider.x: made: api_token=\"(sensitive value)\" id=7",
            TIME + "[WARN]  provider.x: as older ones do");
  }

  @Test
  void whatIsNoStructureIsTakenAsItIs() {
    assertThat(logged("TRACE", "{\"a\":", "{}", "", "[x] y"))
        .containsExactly(
            TIME + "[DEBUG] provider.x: {\"a\":",
            TIME + "[DEBUG] provider.x: {}",
            TIME + "[DEBUG] provider.x: [x] y");
    assertThat(logged("OFF", "x")).isEmpty();
  }
}
