package dev.ingot.deploy.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.Configuration;
import dev.ingot.lang.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder are a configuration. */
class FolderSourceTest {
  @Test
  void filesOfOpenTofuComeBeforeThoseOfTheSameName(@TempDir Path folder) throws IOException {
    for (String name :
        List.of("a.tf", "a.tofu", "b.tf.json", "b.tofu.json", "c.tofu", "d.tf", "d.tofu.json")) {
      Files.writeString(folder.resolve(name), "");
    }
    assertThat(files(folder, true))
        .containsExactlyInAnyOrder("a.tofu", "b.tofu.json", "c.tofu", "d.tf", "d.tofu.json");
    assertThat(files(folder, false)).containsExactlyInAnyOrder("a.tf", "b.tf.json", "d.tf");
  }

  @Test
  void requiredVersionsAreThoseOfTheToolThatReadsTheFile(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("main.tf"), "terraform {\n  required_version = \"~> 1.11.0\"\n}\n");
    Files.writeString(
        folder.resolve("more.tofu"), "terraform {\n  required_version = \"~> 1.12\"\n}\n");
    FolderSource source = new FolderSource(folder, folder.resolve(".terraform"), true);
    assertThat(Configuration.load(source).diagnostics()).isEmpty();
    Files.writeString(
        folder.resolve("more.tofu"), "terraform {\n  required_version = \"~> 1.11.0\"\n}\n");
    assertThat(Configuration.load(source).diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactly("Unsupported OpenTofu Core version");
  }

  private static List<String> files(Path folder, boolean additions) throws IOException {
    return new FolderSource(folder, folder.resolve(".terraform"), additions)
        .files("")
        .orElseThrow();
  }
}
