package dev.ingot.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Check;
import dev.ingot.health.SystemTime;
import dev.ingot.health.Time;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.Fleet.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands on this host tell about machines. */
@Timeout(120)
final class MachineCommandsTest {
  @TempDir private Path folder = Path.of(".");

  private static Member machine(String text) {
    return new Member(
        InstanceAddress.parse("fake_thing.web[0]"),
        Values.object(Map.of("name", Value.of("web-0"), "text", Value.of(text))));
  }

  private static Check.Exec shell(String script) {
    return new Check.Exec(List.of("/bin/sh", "-c", script), Duration.ofSeconds(100));
  }

  @Test
  void theOutputOfACommandIsShownWhateverItExitsWith() throws InterruptedException {
    assertThat(
            new MachineCommands(folder, new SystemTime())
                .output(
                    shell("echo $SELF_name at $INGOT_INSTANCE; echo lost >&2; exit 3"),
                    machine("")))
        .isEqualTo("web-0 at fake_thing.web[0]\nlost\n");
  }

  @RepeatedTest(10)
  void whatACommandHasPrintedIsShownThoughItDoesNotEndAndReadsNothing()
      throws InterruptedException {
    Path printed = folder.resolve("printed");
    String large = "x".repeat(1 << 20);
    assertThat(
            new MachineCommands(folder, new OverOnce(printed))
                .output(shell("echo begun; echo > printed; sleep 600"), machine(large)))
        .isEqualTo("begun\n(the command did not end within 1m40s)");
  }

  @Test
  void aCommandMayPrintMoreThanIsKept() throws InterruptedException {
    assertThat(
            new MachineCommands(folder, new SystemTime())
                .output(shell("head -c 1000000 /dev/zero | tr '\\0' x"), machine("")))
        .hasSize(64 << 10);
  }

  /** The first wait is over once a file is there. */
  private static final class OverOnce implements Time {
    private final Path file;
    private boolean over;

    OverOnce(Path file) {
      this.file = file;
    }

    @Override
    public Instant instant() {
      return new SystemTime().instant();
    }

    @Override
    public boolean await(CompletableFuture<?> result, Instant until) throws InterruptedException {
      if (over) {
        return new SystemTime().await(result, until);
      }
      over = true;
      while (!isWritten()) {
        Thread.sleep(10);
      }
      return false;
    }

    private boolean isWritten() {
      try {
        return Files.exists(file) && Files.size(file) > 0;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public Thread start(String name, Runnable work) {
      return new SystemTime().start(name, work);
    }
  }
}
