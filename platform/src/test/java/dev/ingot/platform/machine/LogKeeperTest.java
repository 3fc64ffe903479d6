package dev.ingot.platform.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeeperTest {
  private static final byte[] MEGABYTE =
      "a line of a machine that prints\n".repeat(1 << 15).getBytes(StandardCharsets.UTF_8);
  private static final long AGENT = 999_999_999;

  private final Path machines;
  private final Path log;
  private final Path lock;
  private final Process keeper;

  LogKeeperTest(@TempDir Path folder) throws IOException {
    machines = folder.resolve("machines");
    log = Files.createDirectories(machines.resolve("m1")).resolve("machine.log");
    lock = Files.writeString(folder.resolve("agent.lock"), Long.toString(AGENT));
    keeper = LogKeeper.start(machines, lock, AGENT);
    print(1);
  }

  @AfterEach
  void end() throws Exception {
    keeper.destroyForcibly();
    keeper.waitFor();
  }

  private void print(int megabytes) throws IOException {
    for (int i = 0; i < megabytes; i++) {
      Files.write(log, MEGABYTE, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private void awaitSmall() throws Exception {
    while (Files.size(log) > LogFiles.MAX_BYTES) {
      assertThat(keeper.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void withoutAnAgentALogStaysSmallAndItsEndIsKept() throws Exception {
    keeper.getOutputStream().close();
    for (int round = 0; round < 3; round++) {
      print(40);
      awaitSmall();
    }
    Path older = log.resolveSibling("machine.log.1");
    while (!Files.exists(older)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(Files.size(older)).isLessThanOrEqualTo(LogFiles.MAX_BYTES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(older)))
        .isEqualTo("rw-------");
    assertThat(LogFiles.tail(log, 2).text()).startsWith("a line of a machine");
  }

  @Test
  void itLeavesLogsToTheNextAgent() throws Exception {
    Files.writeString(lock, Long.toString(ProcessHandle.current().pid()));
    print(20);
    keeper.getOutputStream().close();
    assertThat(keeper.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.size(log)).isGreaterThan(LogFiles.MAX_BYTES);
  }

  @Test
  void itEndsWithTheLastMachine() throws Exception {
    keeper.getOutputStream().close();
    print(40);
    awaitSmall();
    Files.delete(log);
    assertThat(keeper.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }
}
