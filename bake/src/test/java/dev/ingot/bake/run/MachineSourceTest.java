package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds promise a source whose machine is only reached through a communicator. */
class MachineSourceTest {
  private static final String TEMPLATE =
      """
      variable "second" {
        default = "put /second 2"
      }
      variable "disk" {
        default = "debian"
      }
      source "vm" "web" {
        disk  = var.disk
        saves = %s
      }
      build {
        sources = ["source.vm.web"]
        provisioner "shell" {
          inline = ["put /first 1"]
        }
        provisioner "shell" {
          inline = [var.second]
        }
      }
      """;

  @TempDir Path folder;
  private final FakeMachineBuilder builder = new FakeMachineBuilder();
  private BakeSite site;

  @BeforeEach
  void open() throws IOException {
    site = new BakeSite(folder, builder).template(TEMPLATE.formatted("true"));
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void allStepsRunInOneMachineWhichIsCapturedAndClosed() throws Exception {
    BuildOutcome.Baked baked = site.baked();
    assertThat(builder.life()).containsExactly("start debian", "save", "save", "capture", "close");
    assertThat(baked.image()).isEmpty();
    assertThat(baked.version().builds())
        .extracting(Build::externalId, Build::region)
        .containsExactly(tuple("image-of-debian", "here"));
  }

  @Test
  void theSameInputsAreNotBakedAgain() throws Exception {
    site.bake();
    int lived = builder.life().size();
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(builder.life()).hasSize(lived);
  }

  @Test
  void aLaterStepGoesOnFromTheSavedState() throws Exception {
    site.bake();
    assertThat(site.bake("second=put /second 3")).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(builder.ran()).containsExactly("put /first 1", "put /second 2", "put /second 3");
    assertThat(builder.life()).contains("start saved");
  }

  @Test
  void anotherOriginIsAnotherChain() throws Exception {
    site.bake();
    site.bake("disk=alpine");
    assertThat(builder.ran()).hasSize(4);
    assertThat(builder.life()).contains("start alpine");
  }

  @Test
  void aStateThatIsGoneIsMadeAgain() throws Exception {
    site.bake();
    builder.loseDisks();
    site.bake("second=put /second 3");
    assertThat(builder.ran()).endsWith("put /first 1", "put /second 3");
  }

  @Test
  void aMachineThatCannotBeSavedRunsTheWholeChain() throws Exception {
    site.template(TEMPLATE.formatted("false"));
    site.bake();
    site.bake("second=put /second 3");
    assertThat(builder.ran()).endsWith("put /first 1", "put /second 3");
    assertThat(builder.life()).doesNotContain("save");
  }

  @Test
  void aFailureClosesTheMachineAndSaysWhichStep() throws Exception {
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.bake("second=fail 3");
    assertThat(failed.diagnostics().getFirst().summary()).isEqualTo("Provisioner failed: shell");
    assertThat(builder.life()).containsExactly("start debian", "save", "close");
    assertThat(site.registry().versions().in("web"))
        .extracting(Version::status)
        .containsExactly(VersionStatus.FAILED);
  }

  @Test
  void aCancelClosesTheMachine() throws Exception {
    Cancellation cancellation = new Cancellation();
    Thread canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!builder.ran().contains("hang")) {
                    Thread.onSpinWait();
                  }
                  cancellation.cancel();
                });
    assertThat(site.bake(cancellation, "second=hang")).isInstanceOf(BuildOutcome.Cancelled.class);
    canceller.join();
    assertThat(builder.life()).endsWith("close").doesNotContain("capture");
    assertThat(site.registry().versions().in("web"))
        .extracting(Version::status)
        .containsExactly(VersionStatus.CANCELLED);
  }

  @Test
  void aMachineThatDoesNotStartIsAFailureOfItsBuild() throws Exception {
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.bake("disk=broken");
    assertThat(failed.diagnostics().getFirst().detail()).isEqualTo("It does not boot.");
    assertThat(builder.life()).isEmpty();
  }
}
