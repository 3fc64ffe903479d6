package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of {@code build.NAME} that only a running machine has. */
final class LateValuesTest {
  @TempDir Path folder;
  private BakeSite site;
  private FakeMachineBuilder machines;

  @BeforeEach
  void open() throws IOException {
    machines = new FakeMachineBuilder();
    site = new BakeSite(folder, machines);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void steps(String steps) throws IOException {
    BakeSite _ =
        site.template(
            """
            source "vm" "web" {
              disk = "debian"
            }
            build {
              sources = ["source.vm.web"]
            """
                + steps.indent(2)
                + "}\n");
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  @Test
  void aStepHasThemWhenItRuns() throws Exception {
    steps(
        """
        provisioner "shell" {
          inline = ["put /where ${build.Host}", "put /go {{ build `Host` }}"]
        }
        """);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(machines.ran()).contains("put /where 10.0.0.1", "put /go 10.0.0.1");
  }

  @Test
  void anImageIsNotBakedAgainBecauseItsMachineWasElsewhere() throws Exception {
    String step =
        """
        provisioner "shell" {
          inline = ["put /where ${build.Host}"]
        }
        """;
    steps(step);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    machines.host("10.0.0.2");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    steps(step.replace("/where ${build.Host}", "/where ${build.Host}:80"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(machines.ran()).last().isEqualTo("put /where 10.0.0.2:80");
  }

  @Test
  void aFirstStepOnThisHostWaitsForTheMachine() throws Exception {
    steps(
        """
        provisioner "shell-local" {
          inline = ["echo ${build.Host} > %s/log"]
        }
        provisioner "shell" {
          inline = ["put /a 1"]
        }
        """
            .formatted(folder));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(log()).isEqualTo("10.0.0.1\n");
    assertThat(machines.life().stream().filter(each -> each.startsWith("start"))).hasSize(1);
  }

  @Test
  void aPostProcessorHasThemAfterTheBake() throws Exception {
    steps(
        """
        post-processor "shell-local" {
          inline = ["echo post ${upper(build.Host)} >> %s/log"]
        }
        """
            .formatted(folder));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(log()).isEqualTo("post 10.0.0.1\n");
  }

  @Test
  void secretsAmongThemAreNotShown() throws Exception {
    steps(
        """
        provisioner "shell-local" {
          inline = ["echo the key is ${build.SSHPrivateKey}; echo s3cr3t"]
        }
        """);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.events().toString()).doesNotContain("s3cr3t").contains("<sensitive>");
    assertThat(site.events()).filteredOn(BakeEvent.Output.class::isInstance).isNotEmpty();
  }

  @Test
  void whatIsWrongWithTheRealValueFailsTheStep() throws Exception {
    steps(
        """
        provisioner "shell" {
          inline       = ["true"]
          start_retry_timeout = build.Host == "10.0.0.1" ? "soon" : "1m"
        }
        """);
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed -> assertThat(failed.toString()).contains("Invalid duration"));
  }
}
