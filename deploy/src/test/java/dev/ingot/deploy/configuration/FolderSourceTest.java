package dev.ingot.deploy.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderSourceTest {
  @TempDir Path folder = Path.of("");

  @Test
  void aFileWithoutAnEndIsNotRead() throws Exception {
    Files.writeString(folder.resolve("main.tf"), "locals {\n}\n");
    Files.createSymbolicLink(folder.resolve("zero.tf"), Path.of("/dev/zero"));
    assertThat(Configuration.load(folder).diagnostics())
        .singleElement()
        .satisfies(
            diagnostic ->
                assertThat(diagnostic.detail())
                    .isEqualTo(
                        "The file \"zero.tf\" could not be read: it is a pipe, a device or a"
                            + " socket, not a file."));
  }
}
