package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -parallelism} limits everything that is done at once, provisioners too. */
class ParallelismTest {
  /** Each leaves a mark while it runs, and notes how many marks it sees. */
  private static final String CONFIGURATION =
      """
      resource "terraform_data" "r" {
        count = 8
        provisioner "local-exec" {
          command = "mkdir running/${count.index}; ls running | wc -l >> seen; sleep 0.05; rmdir running/${count.index}"
        }
        provisioner "local-exec" {
          when    = destroy
          command = "mkdir running/${self.id}; ls running | wc -l >> seen; sleep 0.05; rmdir running/${self.id}"
        }
      }
      """;

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void noMoreProvisionersRunAtOnce(int most) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("configuration"));
    Files.createDirectory(folder.resolve("running"));
    Files.writeString(folder.resolve("main.tf"), CONFIGURATION);
    for (String command : new String[] {"apply", "destroy"}) {
      Ran ran = Ran.command(folder, command, "-auto-approve", "-parallelism=" + most);
      assertThat(ran.code()).as(ran.all()).isZero();
    }
    assertThat(Files.readAllLines(folder.resolve("seen")))
        .hasSize(16)
        .allSatisfy(seen -> assertThat(Integer.parseInt(seen.strip())).isBetween(1, most));
  }
}
