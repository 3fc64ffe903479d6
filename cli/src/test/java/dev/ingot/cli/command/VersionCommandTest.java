package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionCommandTest {
  private static final String AWS = "registry.terraform.io/hashicorp/aws";

  @TempDir Path folder;

  @Test
  void theProvidersThatWereChosenAreNamed() throws IOException {
    assertThat(Ran.command(folder, "version", "-json").out())
        .contains("\"provider_selections\": {},");
    Files.writeString(
        folder.resolve(".terraform.lock.hcl"),
        "provider \"" + AWS + "\" {\n  version = \"5.100.0\"\n  hashes  = []\n}\n");
    assertThat(Ran.command(folder, "version").out())
        .contains("\n+ provider " + AWS + " v5.100.0\n");
    assertThat(Ran.command(folder, "version", "-json").out())
        .contains("\"provider_selections\": {\n    \"" + AWS + "\": \"5.100.0\"\n  },");
  }

  @Test
  void aDamagedLockFileDoesNotKeepTheVersionFromBeingTold() throws IOException {
    Files.writeString(folder.resolve(".terraform.lock.hcl"), "provider {");
    Ran ran = Ran.command(folder, "version");
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("Ingot v").doesNotContain("provider");
  }
}
