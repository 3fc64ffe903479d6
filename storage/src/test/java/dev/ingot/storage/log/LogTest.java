package dev.ingot.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-30T16:41:12.123456Z"), ZoneOffset.UTC);

  @TempDir private Path folder = Path.of("/");
  private final List<String> lines = new ArrayList<>();

  @Test
  void aLineHasItsTimeLevelMessageAndFacts() {
    new Log(lines::add, Level.INFO, CLOCK)
        .info("machine was created", new Field("machine", "m1"), Field.of("took_ms", 87));
    assertThat(lines)
        .containsExactly(
            "2026-11-30T16:41:12.123Z INFO \"machine was created\" machine=m1 took_ms=87");
  }

  @Test
  void whatComesFromOutsideCanNotLookLikeAnotherLine() {
    new Log(lines::add, Level.INFO, CLOCK)
        .warn("failed", new Field("why", "x\n2026 ERROR \"all is lost\" a=b\u001b[2J"));
    assertThat(lines)
        .containsExactly(
            "2026-11-30T16:41:12.123Z WARN \"failed\" why=\"x\\n"
                + "2026 ERROR \\\"all is lost\\\" a=b\\u001b[2J\"");
  }

  @Test
  void whatMattersLessIsNotWritten() {
    Log log = new Log(lines::add, Level.WARN, CLOCK);
    log.info("starts");
    log.error("failed");
    assertThat(lines).hasSize(1);
    assertThat(log.isOn(Level.DEBUG)).isFalse();
  }

  @Test
  void aFileNeverGrowsTooLargeAndIsItsOwners() throws IOException {
    Path file = folder.resolve("agent.log");
    try (LogFile log = LogFile.open(file, 1000, 2)) {
      for (int i = 0; i < 100; i++) {
        log.accept("line " + i + " " + "x".repeat(80));
      }
    }
    for (String name : List.of("agent.log", "agent.log.1", "agent.log.2")) {
      assertThat(Files.size(folder.resolve(name))).isBetween(1L, 1000L);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
    assertThat(folder.resolve("agent.log.3")).doesNotExist();
    assertThat(Files.readString(file)).contains("line 99 ");
  }

  @Test
  void aFileThatIsThereIsGoneOnWith() throws IOException {
    Path file = folder.resolve("agent.log");
    for (String line : List.of("one", "two")) {
      try (LogFile log = LogFile.open(file, 1000, 1)) {
        log.accept(line);
      }
    }
    assertThat(Files.readAllLines(file)).containsExactly("one", "two");
  }
}
