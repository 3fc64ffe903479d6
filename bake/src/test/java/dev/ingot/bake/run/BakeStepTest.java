package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What steps can rely on: other steps, this host, their inputs. */
final class BakeStepTest extends BakeFixture {
  @Test
  void aStepOnThisHostRunsInEveryBake() throws Exception {
    site.template(
        web("""
        provisioner "shell-local" {
          inline = ["echo compiled $(cat %1$s/source) > %1$s/made"]
        }
        provisioner "file" {
          generated   = true
          source      = "%1$s/made"
          destination = "/made"
        }
        provisioner "shell" {
          inline = ["put /first 1"]
        }
        """)
            .formatted(site.work()));
    Files.writeString(site.work().resolve("source"), "one");
    BuildOutcome.Baked first = site.baked();
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    Files.writeString(site.work().resolve("source"), "two");
    BuildOutcome.Baked second = site.baked();
    assertThat(site.work().resolve("made")).hasContent("compiled two\n");
    assertThat(second.image()).isNotEqualTo(first.image());
  }

  @Test
  void aStepOnThisHostInTheMiddleDecidesWhatComesAfterIt() throws Exception {
    site.template(
        web("""
        provisioner "shell" {
          inline = ["put /first 1"]
        }
        provisioner "shell-local" {
          inline = ["cp %1$s/source %1$s/made"]
        }
        provisioner "file" {
          generated   = true
          source      = "%1$s/made"
          destination = "/made"
        }
        """)
            .formatted(site.work()));
    Files.writeString(site.work().resolve("source"), "one");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    Files.writeString(site.work().resolve("source"), "two");
    BuildOutcome.Baked second = site.baked();
    assertThat(second.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, true, false);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(site.registry().versions().in("web"))
        .filteredOn(version -> version.status() == VersionStatus.ACTIVE)
        .hasSize(2);
    assertThat(site.registry().versions().in("web"))
        .extracting(Version::status)
        .doesNotContain(VersionStatus.RUNNING, VersionStatus.FAILED);
  }

  @Test
  void whatOneStepLeavesInTmpTheNextOneFinds() throws Exception {
    String template =
        """
        variable "place" {
          default = "/etc/motd"
        }
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "file" {
            content     = "hello"
            destination = "/tmp/motd"
          }
          provisioner "shell" {
            inline = ["move /tmp/motd ${var.place}"]
          }
        }
        """;
    BuildOutcome.Baked first = site.template(template).baked();
    assertThat(first.layers()).hasSize(2);
    BuildOutcome.Baked second = site.baked("place=/etc/issue");
    assertThat(second.layers()).hasSize(2);
    try (BakeSite other = new BakeSite(folder.resolve("two"))) {
      BuildOutcome.Baked afresh = other.template(template).baked("place=/etc/issue");
      assertThat(second.image()).isEqualTo(afresh.image());
    }
  }

  @Test
  void anInputThatChangesWhileItIsUsedIsNotRemembered() throws Exception {
    Path script = Files.writeString(site.work().resolve("script"), "#!x\nput /a one\n");
    site.template(
        web(
            """
            provisioner "shell" {
              script = "script"
            }
            """));
    site.onRun(
        () -> {
          try {
            Files.writeString(script, "#!x\nput /a two\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    site.onRun(() -> {});
    Files.writeString(script, "#!x\nput /a one\n");
    site.bake();
    assertThat(site.ran()).hasSize(2);
    assertThat(site.registry().versions().in("web"))
        .extracting(Version::status)
        .doesNotContain(VersionStatus.RUNNING, VersionStatus.FAILED);
  }
}
