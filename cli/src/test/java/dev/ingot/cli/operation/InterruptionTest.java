package dev.ingot.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
  /** A program whose work never stops, whatever it is asked; or that stops when it is cancelled. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (Interruption interruption =
          new Interruption(
              () -> System.out.println("stopping"), () -> System.out.println("abandoned"))) {
        System.out.println("started");
        if (arguments[0].equals("hangs")) {
          new CountDownLatch(1).await();
        }
        CountDownLatch cancelled = new CountDownLatch(1);
        try (var _ = interruption.cancellation().onCancel(cancelled::countDown)) {
          cancelled.await();
        }
        System.out.println("stopped");
      }
    }
  }

  private static Process start(String what) throws Exception {
    // A test may run where SIGINT is ignored, which processes inherit.
    return new ProcessBuilder(
            List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                what))
        .redirectErrorStream(true)
        .start();
  }

  private static void interrupt(Process process) throws Exception {
    int _ = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  @Test
  void theFirstInterruptLetsTheWorkStop() throws Exception {
    Process process = start("stops");
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("started");
      interrupt(process);
      assertThat(lines.lines()).containsExactly("stopping", "stopped");
      assertThat(process.waitFor()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theSecondInterruptEndsWorkThatDoesNotStop() throws Exception {
    Process process = start("hangs");
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("started");
      interrupt(process);
      assertThat(lines.readLine()).isEqualTo("stopping");
      interrupt(process);
      assertThat(lines.readLine()).isEqualTo("abandoned");
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
    } finally {
      process.destroyForcibly();
    }
  }
}
