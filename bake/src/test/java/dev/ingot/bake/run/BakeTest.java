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
import dev.ingot.registry.content.OciImage;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BakeTest {
  private static final String TWO_STEPS =
      """
      variable "message" {
        default = "hello"
      }
      source "fake" "web" {
        base = "b"
      }
      build {
        sources = ["source.fake.web"]
        provisioner "shell" {
          inline = ["put /first 1"]
        }
        provisioner "shell" {
          name   = "message"
          inline = ["put /message ${var.message}"]
        }
      }
      """;

  @TempDir Path folder;
  private BakeSite site;

  @BeforeEach
  void open() throws IOException {
    site = new BakeSite(folder.resolve("one"));
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void anUnchangedTemplateBakesNothing() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome.Baked first = (BuildOutcome.Baked) site.bake();
    int ran = site.ran().size();
    BuildOutcome.Unchanged second = (BuildOutcome.Unchanged) site.bake();
    assertThat(second.version().id()).isEqualTo(first.version().id());
    assertThat(second.version().image()).isEqualTo(first.image());
    assertThat(site.ran()).hasSize(ran);
  }

  @Test
  void onlyTheLayersThatDifferAreBaked() throws Exception {
    site.template(TWO_STEPS);
    site.bake();
    BuildOutcome.Baked second = (BuildOutcome.Baked) site.bake("message=v2");
    assertThat(second.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, true, false);
    assertThat(site.ran()).containsExactly("put /first 1", "put /message hello", "put /message v2");
    assertThat(second.version().number()).isEqualTo(2);
  }

  @Test
  void aVersionBakedBeforeIsFoundAgain() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome first = site.bake();
    site.bake("message=v2");
    BuildOutcome third = site.bake();
    assertThat(third).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(third.usable().map(Version::id)).isEqualTo(first.usable().map(Version::id));
  }

  @Test
  void theSameInputsGiveTheSameImageElsewhere() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome.Baked here = (BuildOutcome.Baked) site.bake();
    try (BakeSite other = new BakeSite(folder.resolve("two"))) {
      other.template(TWO_STEPS);
      BuildOutcome.Baked there = (BuildOutcome.Baked) other.bake();
      assertThat(there.image()).isEqualTo(here.image());
      assertThat(there.version().fingerprint()).isEqualTo(here.version().fingerprint());
      assertThat(there.version().sbom()).isEqualTo(here.version().sbom());
    }
  }

  @Test
  void aForcedBakeRunsEverythingAgain() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome first = site.bake();
    BuildOutcome second = site.forced().bake();
    assertThat(second).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(second.usable().map(Version::id)).isEqualTo(first.usable().map(Version::id));
    assertThat(site.ran()).hasSize(4);
  }

  @Test
  void aForcedBakeThatGivesAnotherImageIsAVersionThatStays() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            inline = ["count /counter"]
          }
        }
        """);
    BuildOutcome first = site.bake();
    BuildOutcome second = site.forced().bake();
    assertThat(second).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(second.usable().flatMap(Version::image))
        .isNotEqualTo(first.usable().flatMap(Version::image));
    BuildOutcome third = site.unforced().bake();
    assertThat(third).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(third.usable().map(Version::number)).contains(2L);
  }

  @Test
  void aFailureNamesTheProvisionerItsCommandAndItsLastOutput() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            inline = ["say working", "say on it", "fail 3"]
          }
        }
        """);
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.bake();
    assertThat(failed.diagnostics()).hasSize(1);
    var diagnostic = failed.diagnostics().getFirst();
    assertThat(diagnostic.summary()).isEqualTo("Provisioner failed: shell");
    assertThat(diagnostic.subject().map(range -> range.startPosition().line())).contains(6);
    assertThat(diagnostic.detail())
        .isEqualTo(
            """
            The script ended with exit code 3.

            The command:
                say working
                say on it
                fail 3

            Its last output:
                working
                on it\
            """);
    assertThat(site.registry().versions("web"))
        .extracting(Version::status)
        .containsExactly(VersionStatus.FAILED);
  }

  @Test
  void layersThatWereFinishedSurviveAFailure() throws Exception {
    String failing =
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            inline = ["put /first 1"]
          }
          provisioner "shell" {
            inline = ["%s"]
          }
        }
        """;
    site.template(failing.formatted("fail 1"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Failed.class);
    site.template(failing.formatted("put /second 2"));
    BuildOutcome.Baked baked = (BuildOutcome.Baked) site.bake();
    assertThat(baked.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, true, false);
    assertThat(site.ran()).containsExactly("put /first 1", "fail 1", "put /second 2");
  }

  @Test
  void aCancelledBakeEndsAndIsResumed() throws Exception {
    String hanging =
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            inline = ["put /first 1"]
          }
          provisioner "shell" {
            inline = ["hang"]
          }
        }
        """;
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
    assertThat(site.registry().versions("web"))
        .extracting(Version::status)
        .containsExactly(VersionStatus.CANCELLED);
    site.template(hanging.replace("hang", "put /second 2"));
    BuildOutcome.Baked baked = (BuildOutcome.Baked) site.bake();
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
    BuildOutcome.Baked baked = (BuildOutcome.Baked) site.template(TWO_STEPS).bake();
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
  void aLayerThatIsGoneIsBakedAgain() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome.Baked first = (BuildOutcome.Baked) site.bake();
    Digest layer = first.layers().get(1).digest();
    assertThat(site.registry().store().delete(layer)).isTrue();
    BuildOutcome.Baked second = (BuildOutcome.Baked) site.bake("message=v2");
    assertThat(second.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, false, false);
    assertThat(second.layers().get(1).digest()).isEqualTo(layer);
  }

  @Test
  void sensitiveValuesAreNeverShown() throws Exception {
    site.template(
        """
        variable "password" {
          sensitive = true
          default   = "hunter2"
        }
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            inline = ["say it is ${var.password}", "fail 1"]
          }
        }
        """);
    BuildOutcome outcome = site.bake();
    assertThat(outcome.toString()).contains("<sensitive>").doesNotContain("hunter2");
    assertThat(site.events().toString()).contains("it is <sensitive>").doesNotContain("hunter2");
    assertThat(site.registry().versions("web").toString()).doesNotContain("hunter2");
  }

  @Test
  void whatIsMadeOfSensitiveValuesIsNotShownEither() throws Exception {
    site.template(
        """
        variable "password" {
          sensitive = true
          default   = "hunter2"
        }
        variable "pin" {
          sensitive = true
          default   = 4711
        }
        source "fake" "web" {
          base = "b"
        }
        build {
          name        = "app"
          description = "has ${var.password}"
          sources     = ["source.fake.web"]
          provisioner "shell" {
            name   = "step ${var.password}"
            inline = [
              "say ${upper(var.password)} and ${base64encode("user:${var.password}")}",
              "say pin ${var.pin} of 14711",
              "put /a ${var.password}",
            ]
          }
          provisioner "shell" {
            inline = ["say ${sha256(var.password)}", "fail 1"]
          }
        }
        """);
    BuildOutcome outcome = site.bake();
    String all =
        outcome
            + site.events().toString()
            + site.registry().versions("web")
            + Files.readString(folder.resolve("one/work/test.pkr.hcl")).length();
    assertThat(all)
        .doesNotContainIgnoringCase("hunter2")
        .doesNotContain("dXNlcjpodW50ZXIy")
        .doesNotContain("pin 4711")
        .doesNotContain("f52fbd32b2b3b86ff88ef6c490628285f482af15ddcb29541f94bcf526a3f6c7")
        .contains("pin <sensitive> of 14711");
  }

  @Test
  void aRetryGoesOnInTheSameMachine() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            max_retries = 2
            inline      = ["put /half done", "once /tmp/tried"]
          }
        }
        """);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.ran()).hasSize(4);
  }

  @Test
  void aFailureThatDoesNotCountIsNotRemembered() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            continue_on_error = true
            inline            = ["put /half done", "fail 1"]
          }
        }
        """);
    BuildOutcome.Baked baked = (BuildOutcome.Baked) site.bake();
    assertThat(baked.layers()).hasSize(2);
    assertThat(site.events()).anyMatch(event -> event instanceof BakeEvent.StepFailed);
  }

  @Test
  void aStepEndsWhenItsTimeIsOver() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            pause_before = "1ms"
            timeout      = "50ms"
            inline       = ["hang"]
          }
        }
        """);
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.bake();
    assertThat(failed.diagnostics().getFirst().detail())
        .isEqualTo("It exceeded its timeout of 50ms and was stopped.");
  }

  @Test
  void aStepOnThisHostRunsInEveryBake() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
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
        }
        """
            .formatted(site.work()));
    Files.writeString(site.work().resolve("source"), "one");
    BuildOutcome.Baked first = (BuildOutcome.Baked) site.bake();
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    Files.writeString(site.work().resolve("source"), "two");
    BuildOutcome.Baked second = (BuildOutcome.Baked) site.bake();
    assertThat(site.work().resolve("made")).hasContent("compiled two\n");
    assertThat(second.image()).isNotEqualTo(first.image());
  }

  @Test
  void aStepOnThisHostInTheMiddleDecidesWhatComesAfterIt() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
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
        }
        """
            .formatted(site.work()));
    Files.writeString(site.work().resolve("source"), "one");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    Files.writeString(site.work().resolve("source"), "two");
    BuildOutcome.Baked second = (BuildOutcome.Baked) site.bake();
    assertThat(second.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, true, false);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(site.registry().versions("web"))
        .filteredOn(version -> version.status() == VersionStatus.ACTIVE)
        .hasSize(2);
    assertThat(site.registry().versions("web"))
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
    BuildOutcome.Baked first = (BuildOutcome.Baked) site.template(template).bake();
    assertThat(first.layers()).hasSize(2);
    BuildOutcome.Baked second = (BuildOutcome.Baked) site.bake("place=/etc/issue");
    assertThat(second.layers()).hasSize(2);
    try (BakeSite other = new BakeSite(folder.resolve("two"))) {
      BuildOutcome.Baked afresh =
          (BuildOutcome.Baked) other.template(template).bake("place=/etc/issue");
      assertThat(second.image()).isEqualTo(afresh.image());
    }
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
            """
            source "fake" "web" {
              base = "b"
            }
            build {
              sources = ["source.fake.web"]
              %s
              error-cleanup-provisioner "shell" {
                inline = ["say cleaned"]
              }
            }
            """
                .formatted(failing));
        assertThat(each.bake()).isInstanceOf(BuildOutcome.Failed.class);
        assertThat(each.ran()).as(failing).contains("say cleaned");
      }
    }
  }

  @Test
  void anInputThatChangesWhileItIsUsedIsNotRemembered() throws Exception {
    Path script = Files.writeString(site.work().resolve("script"), "#!x\nput /a one\n");
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            script = "script"
          }
        }
        """);
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
    assertThat(site.registry().versions("web"))
        .extracting(Version::status)
        .doesNotContain(VersionStatus.RUNNING, VersionStatus.FAILED);
  }

  @Test
  void aBakeWithAStepThatFailedAndWasAllowedToIsRunAgain() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            continue_on_error = true
            inline            = ["put /half done", "fail 1"]
          }
        }
        """);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    int ran = site.ran().size();
    site.bake();
    assertThat(site.ran()).hasSizeGreaterThan(ran);
  }

  @Test
  void aLostLayerOfAnImageIsMadeAgain() throws Exception {
    site.template(TWO_STEPS);
    BuildOutcome.Baked first = (BuildOutcome.Baked) site.bake();
    assertThat(site.registry().store().delete(first.layers().getLast().digest())).isTrue();
    site.bake();
    OciImage image = OciImage.read(site.registry().store(), first.image().orElseThrow());
    assertThat(image.manifest().layers())
        .allMatch(layer -> site.registry().store().has(layer.digest()));
  }

  @Test
  void productsOfPostProcessorsThatAreGoneAreMadeAgain() throws Exception {
    site.template(TWO_STEPS.replaceFirst("(?s)}\n$", "  post-processor \"manifest\" {}\n}\n"));
    Path manifest = site.work().resolve("packer-manifest.json");
    site.bake();
    Files.delete(manifest);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(manifest).exists();
    Files.delete(manifest);
    site.forced().bake();
    assertThat(manifest).exists();
  }

  @Test
  void variablesOfScriptsAreOnNoCommandLine() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            environment_vars = ["TOKEN=hunter2"]
            inline           = ["show TOKEN"]
          }
          provisioner "shell" {
            environment_vars = ["TOKEN=hunter2"]
            execute_command  = "env {{ .Vars }} {{ .Path }}"
            inline           = ["show TOKEN"]
          }
        }
        """);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.commands().toString()).doesNotContain("hunter2").contains("TOKEN=\"$TOKEN\"");
    assertThat(site.events().toString()).contains("hunter2");
  }

  @Test
  void aMissingInputIsNamed() throws Exception {
    site.template(
        """
        source "fake" "web" {
          base = "b"
        }
        build {
          sources = ["source.fake.web"]
          provisioner "shell" {
            script = "nowhere.sh"
          }
        }
        """);
    BuildOutcome.Failed failed = (BuildOutcome.Failed) site.bake();
    assertThat(failed.diagnostics().getFirst().summary()).isEqualTo("Input can't be read");
    assertThat(failed.diagnostics().getFirst().detail()).contains("nowhere.sh does not exist");
  }

  @Test
  void postProcessorsRunOncePerImage() throws Exception {
    site.template(
        TWO_STEPS.replace(
            "  provisioner \"shell\" {\n    inline",
            "  post-processor \"manifest\" {\n    custom_data = { by = \"test\" }\n  }\n"
                + "  provisioner \"shell\" {\n    inline"));
    BuildOutcome.Baked baked = (BuildOutcome.Baked) site.bake();
    site.bake();
    String manifest = Files.readString(site.work().resolve("packer-manifest.json"));
    assertThat(manifest)
        .containsOnlyOnce("\"artifact_id\" : \"" + baked.image().orElseThrow() + "\"")
        .contains("\"builder_type\" : \"fake\"", "\"name\" : \"web\"", "\"by\" : \"test\"")
        .contains("\"last_run_uuid\" : \"00000000-0000-4000-8000-000000000000\"");
    site.bake("message=v2");
    assertThat(Files.readString(site.work().resolve("packer-manifest.json")))
        .contains("\"artifact_id\" : \"" + baked.image().orElseThrow() + "\"");
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
