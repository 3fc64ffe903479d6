package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many instances a block may have, and that a command with very many can be stopped. */
class InstanceLimitTest {
  @TempDir Path temporary;
  private Path folder = Path.of("/");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"count = 1048577", "count = 10000000", "count = 9223372036854775807"})
  void moreThanTheLimitIsAnError(String repetition) throws IOException {
    Files.writeString(
        folder.resolve("main.tf"),
        "resource \"terraform_data\" \"a\" {\n  " + repetition + "\n}\n");
    Ran ran = Ran.command(folder, "plan");
    assertThat(ran.code()).as(ran.all()).isEqualTo(1);
    assertThat(ran.all()).contains("Error: ").doesNotContain("bug in Ingot");
  }

  @Test
  void theLimitIsSaid() throws IOException {
    Files.writeString(
        folder.resolve("main.tf"), "resource \"terraform_data\" \"a\" {\n  count = 1048577\n}\n");
    assertThat(Ran.command(folder, "plan").all()).contains("Invalid count argument", "1048576");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply -auto-approve", "validate"})
  void aCommandWithVeryManyCanBeStopped(String command) throws Exception {
    Files.writeString(
        folder.resolve("main.tf"),
        """
        resource "terraform_data" "a" {
          count = 1000000
          input = [for i in range(100) : "${count.index} ${i}"]
        }
        """);
    Process process =
        Ran.process(folder, command.split(" "))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      if (!process.waitFor(4, TimeUnit.SECONDS)) {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
            .as(
                "ends after SIGTERM: %s",
                Files.readString(folder.resolve("out"), StandardCharsets.UTF_8))
            .isTrue();
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
