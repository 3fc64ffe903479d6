package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples as far as they go without a cloud, a container engine and a virtual machine. */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  @TempDir Path temporary;

  static List<String> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private Path copy(String example) throws IOException {
    Path copy = temporary.resolve("example");
    try (Stream<Path> files = Files.walk(EXAMPLES.resolve(example))) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(EXAMPLES.resolve(example).relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    return copy;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsFormatted(String example) throws IOException {
    Ran ran = Ran.command(copy(example), "fmt", "-check", "-recursive");
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
  }

  @Test
  void theTemplateOfTheContainerIsValidWithoutAnyPlugin() throws IOException {
    Ran ran = Ran.command(copy("container"), "build", "-validate", ".");
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
  }

  @Test
  void theTemplateForTheCloudLacksNothingButItsPlugin() throws IOException {
    Ran ran = Ran.command(copy("cloud"), "build", "-validate", ".");
    assertThat(ran.unwrapped())
        .contains("There is no builder \"amazon-ebs\"", "required_plugins names and ingot init")
        .containsOnlyOnce("Error: ");
  }

  @Test
  void theConfigurationForTheCloudLacksNothingButItsProvider() throws IOException {
    Ran ran = Ran.command(copy("cloud"), "validate");
    assertThat(ran.err())
        .contains("Missing required provider", "hashicorp/aws", "Unknown builder")
        .doesNotContain("Unsupported", "Invalid", "Reference to undeclared");
  }
}
