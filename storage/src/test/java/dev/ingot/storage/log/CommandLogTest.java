package dev.ingot.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.storage.log.CommandLog.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLogTest {
  private final List<String> lines = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private CommandLog log(Map<String, String> environment) {
    return CommandLog.of(
        environment,
        Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC),
        lines::add,
        problems::add);
  }

  @Test
  void nobodyAskedForALog() {
    CommandLog log = log(Map.of("TF_LOG", "", "TF_LOG_PATH", "/nowhere"));
    assertThat(log).isSameAs(CommandLog.NONE);
    assertThat(log.isOn(Severity.ERROR)).isFalse();
    assertThat(log.isOnForProviders(Severity.ERROR)).isFalse();
  }

  @Test
  void linesHaveTheFormOfTerraforms() {
    CommandLog log = log(Map.of("TF_LOG", "debug"));
    log.core(Severity.INFO, "begun", Field.of("folder", "/a b"), Field.of("code", 1));
    log.core(Severity.TRACE, "left out");
    log.provider("terraform-provider-x_v1", Severity.ERROR, "it\nfailed", List.of());
    assertThat(lines)
        .containsExactly(
            "2026-01-02T03:04:05.678Z [INFO]  begun: folder=\"/a b\" code=1",
            "2026-01-02T03:04:05.678Z [ERROR] provider.terraform-provider-x_v1: it\\nfailed");
  }

  @Test
  void linesCanBeJson() {
    CommandLog log = log(Map.of("TF_LOG", "json"));
    log.provider("x", Severity.TRACE, "say \"it\"", List.of(Field.of("a", "b")));
    assertThat(lines)
        .containsExactly(
            "{\"@level\":\"trace\",\"@message\":\"say \\\"it\\\"\",\"@module\":\"provider.x\","
                + "\"@timestamp\":\"2026-01-02T03:04:05.678Z\",\"a\":\"b\"}");
    assertThat(problems).isEmpty();
  }

  @Test
  void programAndProvidersHaveLevelsOfTheirOwn() {
    CommandLog log =
        log(Map.of("TF_LOG", "TRACE", "TF_LOG_CORE", "off", "TF_LOG_PROVIDER", "WARN"));
    assertThat(log.isOn(Severity.ERROR)).isFalse();
    assertThat(log.isOnForProviders(Severity.WARN)).isTrue();
    assertThat(log.isOnForProviders(Severity.INFO)).isFalse();
    assertThat(log(Map.of("TF_LOG_PROVIDER", "INFO")).isOn(Severity.ERROR)).isFalse();
  }

  @Test
  void anUnknownLevelIsSaidAndMeansAll() {
    CommandLog log = log(Map.of("TF_LOG", "loud"));
    assertThat(log.isOn(Severity.TRACE)).isTrue();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("[WARN] Invalid log level: \"LOUD\". Defaulting to level: TRACE.");
  }

  @Test
  void secretsOfTheEnvironmentAreReplaced() {
    CommandLog log =
        log(
            Map.of(
                "TF_LOG", "trace", "AWS_SECRET_ACCESS_KEY", "hush-hush", "TF_TOKEN_x", "quiet1"));
    log.provider(
        "x", Severity.DEBUG, "sent hush-hush", List.of(Field.of("header", "Bearer quiet1")));
    assertThat(lines).singleElement().asString().doesNotContain("hush", "quiet1");
  }

  @Test
  void linesAreAppendedToAFileForTheUserAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log");
    log(Map.of("TF_LOG", "INFO", "TF_LOG_PATH", file.toString())).core(Severity.INFO, "one");
    log(Map.of("TF_LOG", "INFO", "TF_LOG_PATH", file.toString())).core(Severity.INFO, "two");
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(lines).isEmpty();
    log(Map.of("TF_LOG", "INFO", "TF_LOG_PATH", folder.toString())).core(Severity.INFO, "three");
    assertThat(problems).singleElement().asString().startsWith("Error opening log file: ");
    assertThat(lines).hasSize(1);
  }
}
