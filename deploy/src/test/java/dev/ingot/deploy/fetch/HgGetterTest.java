package dev.ingot.deploy.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories of Mercurial: by the program where there is one, and by a stand-in for it. */
final class HgGetterTest {
  @TempDir private Path folder = Path.of("");

  private static boolean hasProgram() throws InterruptedException {
    try {
      return new ProcessBuilder("hg", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void hg(Path repository, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("hg", "--config", "ui.username=n"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void revisionsAreCheckedOut() throws Exception {
    assumeTrue(hasProgram(), "Mercurial is not on this machine");
    Path repository = Files.createDirectory(folder.resolve("repository"));
    hg(repository, "init");
    Files.writeString(repository.resolve("main.tf"), "# 1");
    hg(repository, "commit", "-A", "-m", "1");
    hg(repository, "tag", "v1");
    Files.writeString(repository.resolve("main.tf"), "# 2");
    hg(repository, "commit", "-m", "2");
    try (Fetching fetching = new Fetching(folder, Map.of("PATH", path()))) {
      fetching.fetch("hg::file://" + repository, folder.resolve("newest"));
      fetching.fetch("hg::file://" + repository + "?rev=v1", folder.resolve("tagged"));
      assertThat(folder.resolve("newest/main.tf")).hasContent("# 2");
      assertThat(folder.resolve("tagged/main.tf")).hasContent("# 1");
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(
              () -> fetching.fetch("hg::file://" + repository + "?rev=no", folder.resolve("no")))
          .withMessageContaining("hg exited with 255");
    }
  }

  private static String path() {
    return System.getenv().getOrDefault("PATH", "");
  }

  /** A program of that name which notes what it is asked for, and makes a clone. */
  private String standIn() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path program = bin.resolve("hg");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo "$HGPLAIN $*" >> "%s"
        for last; do :; done
        case "$*" in *" clone "*) mkdir -p "$last/.hg"; echo secret > "$last/.hg/hgrc";; esac
        case "$*" in *refused*) echo "no access to $last"; exit 7;; esac
        echo "# it" > main.tf
        """
            .formatted(folder.resolve("asked")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return bin + ":" + path();
  }

  @Test
  void theProgramAsksNobodyAndKeepsNoPassword() throws IOException {
    try (Fetching fetching = new Fetching(folder, Map.of("PATH", standIn()))) {
      Path place = folder.resolve("place");
      fetching.fetch("hg::https://me:hush@example.com/repo?rev=stable", place);
      assertThat(place.resolve("main.tf")).hasContent("# it");
      assertThat(place.resolve(".hg/hgrc")).doesNotExist();
      assertThat(Files.readAllLines(folder.resolve("asked")))
          .allMatch(line -> line.startsWith("1 --noninteractive"))
          .allMatch(line -> line.contains("subrepos.allowed=false"))
          .anyMatch(line -> line.endsWith("update --clean --rev stable"));
      assertThatExceptionOfType(FetchException.class)
          .isThrownBy(
              () ->
                  fetching.fetch(
                      "hg::https://me:hush@example.com/refused", folder.resolve("other")))
          .withMessageContaining("hg exited with 7")
          .withMessageNotContaining("hush");
      for (String wrong : List.of("?rev=-x", "?rev=a%0Ab", "?rev=--config%3Dx")) {
        assertThatExceptionOfType(FetchException.class)
            .isThrownBy(
                () -> fetching.fetch("hg::https://example.com/r" + wrong, folder.resolve("w")))
            .withMessageContaining("can't be a revision");
      }
    }
  }
}
