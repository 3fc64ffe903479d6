package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a bake does when a step fails, is cancelled or never ends. */
final class BakeFailureTest extends BakeFixture {
  @Test
  void aFailureNamesTheProvisionerItsCommandAndItsLastOutput() throws Exception {
    site.template(
        web(
            """
            provisioner "shell" {
              inline = ["say working", "say on it", "fail 3"]
            }
            """));
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.bake();
    assertThat(failed.diagnostics()).hasSize(1);
    var diagnostic = failed.diagnostics().getFirst();
    assertThat(diagnostic.summary()).isEqualTo("Provisioner failed: shell");
    assertThat(diagnostic.subject().map(range -> range.startPosition().line())).contains(6);
    assertThat(diagnostic.detail())
        .isEqualTo(
            """
            The script exited with code 3.

            The command:
                say working
                say on it
                fail 3

            Its last output:
                working
                on it\
            """);
    assertThat(site.registry().versions().in("web"))
        .extracting(Version::status)
        .containsExactly(VersionStatus.FAILED);
  }

  @Test
  void layersThatWereFinishedSurviveAFailure() throws Exception {
    String failing =
        web(
            """
            provisioner "shell" {
              inline = ["put /first 1"]
            }
            provisioner "shell" {
              inline = ["%s"]
            }
            """);
    site.template(failing.formatted("fail 1"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Failed.class);
    site.template(failing.formatted("put /second 2"));
    BuildOutcome.Baked baked = site.baked();
    assertThat(baked.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, true, false);
    assertThat(site.ran()).containsExactly("put /first 1", "fail 1", "put /second 2");
  }

  @Test
  void aCancelledBakeEndsAndIsResumed() throws Exception {
    String hanging =
        web(
            """
            provisioner "shell" {
              inline = ["put /first 1"]
            }
            provisioner "shell" {
              inline = ["hang"]
            }
            """);
    site.template(hanging);
    Cancellation cancellation = new Cancellation();
    Thread canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!site.ran().contains("hang")) {
                    Thread.onSpinWait();
                  }
                  cancellation.cancel();
                });
    assertThat(site.bake(cancellation)).isInstanceOf(BuildOutcome.Cancelled.class);
    canceller.join();
    assertThat(site.registry().versions().in("web"))
        .extracting(Version::status)
        .containsExactly(VersionStatus.CANCELLED);
    site.template(hanging.replace("hang", "put /second 2"));
    BuildOutcome.Baked baked = site.baked();
    assertThat(baked.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, true, false);
  }

  @Test
  void aBakeWhoseProcessDiedIsTakenOverAtOnce() throws Exception {
    String fingerprint;
    try (BakeSite other = new BakeSite(folder.resolve("two"))) {
      fingerprint = other.template(TWO_STEPS).bake().usable().orElseThrow().fingerprint();
    }
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    String self = ProcessOwner.current("dead@host:1").toString();
    String dead = self.replace("[" + ProcessHandle.current().pid() + " ", "[" + ended.pid() + " ");
    BeginResult begun =
        site.registry().begin(BeginRequest.of("web", fingerprint, "dead@host", dead));
    assertThat(begun).isInstanceOf(BeginResult.Claimed.class);
    BuildOutcome.Baked baked = site.template(TWO_STEPS).baked();
    assertThat(baked.resumed()).isTrue();
    assertThat(baked.version().id()).isEqualTo(begun.version().id());
  }

  @Test
  void aBakeThatRunsElsewhereIsNotDisturbed() throws Exception {
    String fingerprint;
    try (BakeSite other = new BakeSite(folder.resolve("two"))) {
      fingerprint = other.template(TWO_STEPS).bake().usable().orElseThrow().fingerprint();
    }
    site.registry().begin(BeginRequest.of("web", fingerprint, "other@host", "other@elsewhere:7"));
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.template(TWO_STEPS).bake();
    assertThat(failed.diagnostics().getFirst().summary()).isEqualTo("Already being baked");
    assertThat(failed.diagnostics().getFirst().detail()).contains("other@elsewhere:7");
    assertThat(site.ran()).isEmpty();
  }

  @Test
  void aRetryGoesOnInTheSameMachine() throws Exception {
    site.template(
        web(
            """
            provisioner "shell" {
              max_retries = 2
              inline      = ["put /half done", "once /tmp/tried"]
            }
            """));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.ran()).hasSize(4);
  }

  @Test
  void aFailureThatDoesNotCountIsNotRemembered() throws Exception {
    site.template(
        web(
            """
            provisioner "shell" {
              continue_on_error = true
              inline            = ["put /half done", "fail 1"]
            }
            """));
    BuildOutcome.Baked baked = site.baked();
    assertThat(baked.layers()).hasSize(2);
    assertThat(site.events()).anyMatch(event -> event instanceof BakeEvent.StepFailed);
  }

  @Test
  void aStepEndsWhenItsTimeIsOver() throws Exception {
    site.template(
        web(
            """
            provisioner "shell" {
              pause_before = "1ms"
              timeout      = "50ms"
              inline       = ["hang"]
            }
            """));
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.bake();
    assertThat(failed.diagnostics().getFirst().detail())
        .isEqualTo("It exceeded its timeout of 50ms and was stopped.");
  }

  @Test
  void aFailedStepIsCleanedUpAfterWhateverItWas() throws Exception {
    for (String failing :
        List.of(
            "provisioner \"shell\" {\n    inline = [\"fail 1\"]\n  }",
            "provisioner \"shell-local\" {\n    inline = [\"exit 1\"]\n  }",
            "provisioner \"shell-local\" {\n    inline = [\"true\"]\n  }\n"
                + "  provisioner \"file\" {\n    generated = true\n    source = \"absent\"\n"
                + "    destination = \"/x\"\n  }",
            "provisioner \"shell-local\" {\n    inline = [\"true\"]\n  }\n"
                + "  provisioner \"shell\" {\n    inline = [\"put /a 1\"]\n  }\n"
                + "  provisioner \"shell-local\" {\n    inline = [\"true\"]\n  }\n"
                + "  provisioner \"file\" {\n    generated = true\n    source = \"absent\"\n"
                + "    destination = \"/x\"\n  }")) {
      try (BakeSite each = new BakeSite(Files.createTempDirectory(folder, "site"))) {
        each.template(
            web("""
            %s
            error-cleanup-provisioner "shell" {
              inline = ["say cleaned"]
            }
            """)
                .formatted(failing));
        assertThat(each.bake()).isInstanceOf(BuildOutcome.Failed.class);
        assertThat(each.ran()).as(failing).contains("say cleaned");
      }
    }
  }

  @Test
  void aBakeWithAStepThatFailedAndWasAllowedToIsRunAgain() throws Exception {
    site.template(
        web(
            """
            provisioner "shell" {
              continue_on_error = true
              inline            = ["put /half done", "fail 1"]
            }
            """));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    int ran = site.ran().size();
    site.bake();
    assertThat(site.ran()).hasSizeGreaterThan(ran);
  }

  @Test
  void aMissingInputIsNamed() throws Exception {
    site.template(
        web(
            """
            provisioner "shell" {
              script = "nowhere.sh"
            }
            """));
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.bake();
    assertThat(failed.diagnostics().getFirst().summary()).isEqualTo("Input can't be read");
    assertThat(failed.diagnostics().getFirst().detail()).contains("nowhere.sh does not exist");
  }

  @Test
  void aTemplateWithErrorsRunsNothing() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = var.bas
        }
        build {
          sources = ["source.fake.web"]
        }
        """);
    Diagnostics diagnostics = new Diagnostics();
    Optional<Bake.Result> result = site.run(diagnostics, new Cancellation());
    assertThat(result).isEmpty();
    assertThat(diagnostics.list()).extracting(d -> d.summary()).contains("Unknown variable");
    assertThat(site.registry().buckets()).isEqualTo(List.of());
  }
}
