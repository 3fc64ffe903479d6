package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.ledger.Verification.Intact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several writers, and writers that are killed. */
class ConcurrentLedgerTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("a ? b%20c").resolve("ledger.db");
  }

  private Ledger open() {
    return Ledger.open(file(), new TestClock());
  }

  private static Entry entry(int number) {
    return new Entry(
        "ada@forge",
        number % 2 == 0 ? "image.baked" : "channel.assigned",
        "web" + number % 3,
        Payload.builder().number("number", number).build());
  }

  private Path filled(int count) {
    try (Ledger ledger = open()) {
      for (int number = 1; number <= count; number++) {
        ledger.append(entry(number));
      }
    }
    return file();
  }

  private Verification verify() {
    try (Ledger ledger = open()) {
      return ledger.verify();
    }
  }

  @Test
  void severalLedgersOnOneFileAppendAtTheSameTime() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      threads.add(Thread.ofPlatform().start(() -> filled(10)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(verify())
        .isInstanceOfSatisfying(
            Intact.class, intact -> assertThat(intact.head().count()).isEqualTo(40));
  }

  private Process appending(int count, Path output, String... second) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AppendingProcess.class.getName(),
                file().toString(),
                Integer.toString(count)));
    command.addAll(List.of(second));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static List<Long> reported(Path output) throws IOException {
    return Files.readAllLines(output).stream()
        .filter(line -> line.matches("appended \\d+;"))
        .map(line -> Long.valueOf(line.substring("appended ".length(), line.length() - 1)))
        .toList();
  }

  @Test
  void severalProcessesAppendAtTheSameTime() throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (int writer = 0; writer < 3; writer++) {
      processes.add(appending(15, folder.resolve("out" + writer)));
    }
    Set<Long> sequences = new TreeSet<>();
    for (int writer = 0; writer < 3; writer++) {
      assertThat(processes.get(writer).waitFor(60, TimeUnit.SECONDS)).isTrue();
      sequences.addAll(reported(folder.resolve("out" + writer)));
    }
    assertThat(sequences).hasSize(45);
    assertThat(verify())
        .isInstanceOfSatisfying(
            Intact.class, intact -> assertThat(intact.head().count()).isEqualTo(45));
  }

  private Path elsewhere() {
    return folder.resolve("second.head");
  }

  @Test
  void openLedgersAndOnesThatAreNotOpenedAppendAtTheSameTime() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      boolean opens = writer % 2 == 0;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int number = 0; number < 10; number++) {
                      if (opens) {
                        filled(1);
                      } else {
                        Ledger.append(file(), elsewhere(), new TestClock(), entry(number));
                      }
                    }
                  }));
    }
    Process process = appending(20, folder.resolve("out"), elsewhere().toString());
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(verify())
        .isInstanceOfSatisfying(
            Intact.class, intact -> assertThat(intact.head().count()).isEqualTo(60));
  }

  @Test
  void whatAKilledProcessReportedWithoutTheDatabaseIsThere() throws Exception {
    long most = 0;
    for (int round = 0; round < 4; round++) {
      Path output = folder.resolve("killed" + round);
      Process process = appending(1_000_000, output, elsewhere().toString());
      while (reported(output).size() < 20 + 11 * round && process.isAlive()) {
        Thread.sleep(1);
      }
      process.destroyForcibly().waitFor();
      most = Math.max(most, reported(output).getLast());
      long reportedCount = most;
      assertThat(verify())
          .isInstanceOfSatisfying(
              Intact.class,
              intact -> assertThat(intact.head().count()).isGreaterThanOrEqualTo(reportedCount));
    }
  }

  @Test
  void whatAKilledProcessReportedIsThere() throws IOException, InterruptedException {
    long most = 0;
    for (int round = 0; round < 3; round++) {
      Path output = folder.resolve("killed" + round);
      Process process = appending(1_000_000, output);
      while (reported(output).size() < 5 && process.isAlive()) {
        Thread.sleep(5);
      }
      process.destroyForcibly().waitFor();
      most = Math.max(most, reported(output).getLast());
      long reportedCount = most;
      assertThat(verify())
          .isInstanceOfSatisfying(
              Intact.class,
              intact -> assertThat(intact.head().count()).isGreaterThanOrEqualTo(reportedCount));
    }
    filled(1);
    assertThat(verify()).isInstanceOf(Intact.class);
  }
}
