package dev.ingot.provider.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Result;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockFileTest {
  /** As Terraform 1.11.4 wrote it. */
  private static final String WRITTEN =
      """
      # This file is maintained automatically by "terraform init".
      # Manual edits may be lost in future updates.

      provider "registry.terraform.io/hashicorp/local" {
        version = "2.5.3"
        hashes = [
          "h1:Ess14z4h7YKwQzQvxEvx6s+uU2aRWry5pwsE5E4Ka9o=",
        ]
      }

      provider "registry.terraform.io/hashicorp/null" {
        version     = "3.2.4"
        constraints = ">= 3.0.0, != 3.1.1"
        hashes = [
          "h1:SRxhjGc0L70da5+EwAajlVty6V9KLzxW/Ogcx76tuXg=",
          "zh:00000000000000000000000000000000000000000000000000000000000000aa",
        ]
      }
      """;

  @TempDir Path folder;

  @Test
  void aFileIsReadAndWrittenAsItWas() throws Exception {
    Files.writeString(folder.resolve(LockFile.NAME), WRITTEN);
    LockFile lock = LockFile.read(folder).get();
    LockedProvider choice = lock.find(ProviderAddress.parse("null")).orElseThrow();
    assertThat(choice.version()).isEqualTo(Version.parse("3.2.4").orElseThrow());
    assertThat(choice.constraints()).isEqualTo(">= 3.0.0, != 3.1.1");
    assertThat(choice.hashes()).hasSize(2);
    lock.write(folder);
    assertThat(folder.resolve(LockFile.NAME)).hasContent(WRITTEN);
  }

  @Test
  void aFolderWithoutTheFileHasNoChoices() {
    assertThat(LockFile.read(folder).get().providers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "provider \"a/b/c/d\" {\n  version = \"1.0.0\"\n}\n",
        "provider \"null\" {\n  version = \"one\"\n}\n",
        "provider \"null\" {\n}\n",
        "provider \"null\" {\n  version = \"1.0.0\"\n  hashes = 1\n}\n",
        "provider \"null\" {\n  version = pathexpand(\"~\")\n}\n",
        "provider {",
        "other = 1\n"
      })
  void aDamagedFileIsAnErrorWithItsPlace(String text) throws Exception {
    Files.writeString(folder.resolve(LockFile.NAME), text);
    Result<LockFile> read = LockFile.read(folder);
    assertThat(read.hasErrors()).isTrue();
    assertThat(read.diagnostics()).anySatisfy(each -> assertThat(each.subject()).isPresent());
  }

  /** Texts that Terraform 1.11.4 wrote for these constraints. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "~> 3, >= 3.1.0, > 1, < 9.9, <= 5.0.0, != 3.7, 3.7.2"
            + "; > 1.0.0, ~> 3.0, >= 3.1.0, != 3.7.0, 3.7.2, <= 5.0.0, < 9.9.0",
        "~> 3.5; ~> 3.5",
        "~> 0.14.0; ~> 0.14.0",
        ">= 2, >= 2.0, >= 2.0.0; >= 2.0.0"
      })
  void constraintsAreWrittenInOneForm(String given, String written) {
    List<VersionConstraints.Part> parts =
        new ArrayList<>(VersionConstraints.parse(given).orElseThrow().parts());
    assertThat(ConstraintText.of(parts)).isEqualTo(written);
  }
}
