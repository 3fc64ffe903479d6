package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.registry.catalog.Build;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@link PluginBakeTest} claims, with a plugin that every machine can run. */
@Timeout(120)
final class FakePluginBakeTest {
  @TempDir Path folder;
  private BakeSite site;

  @BeforeEach
  void open() throws IOException {
    PluginFolder plugins = PluginFolder.create(folder.resolve("plugins"));
    site = new BakeSite(folder, new FakeMachineBuilder()).plugins(plugins.path());
    template("", "true");
  }

  private void template(String more, String command) throws IOException {
    BakeSite _ =
        site.template(
            """
            source "things" "web" {
              folder = "%s/cloud/machine"
              %s
            }
            build {
              sources = ["source.things.web"]
              provisioner "shell" {
                remote_folder   = "work"
                execute_command = "{{.Vars}} sh {{.Path}}"
                env             = { SECRET = "it's a secret" }
                inline          = ["echo \\"$SECRET\\" > shell.txt"]
              }
              provisioner "things-run" {
                command = "cat shell.txt; %s"
              }
              post-processor "things-name" {}
            }
            """
                .formatted(folder, more, command));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private boolean said(String line) {
    return site.events().stream()
        .anyMatch(
            event ->
                switch (event) {
                  case BakeEvent.Output output -> output.line().contains(line);
                  case BakeEvent.Note note -> note.text().contains(line);
                  default -> false;
                });
  }

  @Test
  void stepsOfBothKindsRunInThePluginsMachineAndItsImageIsAVersion() throws Exception {
    BuildOutcome.Baked baked = site.baked();
    assertThat(baked.version().builds())
        .extracting(Build::platform, Build::region, Build::externalId, Build::sourceImage)
        .containsExactly(
            tuple("cloud", "here", "image-1", "image-0"),
            tuple("cloud", "there", "image-2", "image-0"));
    assertThat(baked.version().builds().getFirst().labels()).containsEntry("team", "a");
    assertThat(said("Creating machine")).isTrue();
    assertThat(said("it's a secret")).isTrue();
    assertThat(said("named here:image-1")).isTrue();
  }

  @Test
  void aTemplateFollowsAChannelToTheImageOfARegion() throws Exception {
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    followed("region = \"there\"");
    assertThat(said("follows image-2 made from image-0, web:v1 of cloud")).isTrue();
    assertThat(problemOf("region = \"elsewhere\""))
        .contains("web:v1 has no image for elsewhere; its images are cloud here, cloud there.");
    assertThat(problemOf("")).contains("Set platform and region to choose one.");
    assertThat(problemOf("channel = \"none\"")).contains("has no channel");
  }

  private String problemOf(String arguments) throws Exception {
    BakeSite _ = site.template(following(arguments));
    return problems();
  }

  private void followed(String arguments) throws Exception {
    BakeSite _ = site.template(following(arguments));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
  }

  private String following(String arguments) {
    return """
    data "ingot-image" "base" {
      bucket = "web"
      %s
    }
    source "things" "child" {
      folder = "%s/cloud/child"
    }
    build {
      sources = ["source.things.child"]
      provisioner "shell-local" {
        inline = ["echo follows ${data.ingot-image.base.id} made from ${data.ingot-image.base.source_image}, ${data.ingot-image.base.image} of ${data.ingot-image.base.platform}"]
      }
    }
    """
        .formatted(arguments, folder);
  }

  @Test
  void theVersionInTheLockFileIsUsedAndNoOther() throws Exception {
    Path lock = site.work().resolve(".ingot.plugins.lock.hcl");
    String text =
        """
        packer {
          required_plugins {
            things = {
              source  = "github.com/acme/things"
              version = ">= 1"
            }
          }
        }
        source "things" "web" {
          folder = "cloud"
        }
        build {
          sources = ["source.things.web"]
        }
        """;
    BakeSite _ = site.template(text);
    Files.writeString(lock, "plugin \"github.com/acme/things\" {\n  version = \"1.0.0\"\n}\n");
    assertThat(site.problems()).isEmpty();
    Files.writeString(lock, "plugin \"github.com/acme/things\" {\n  version = \"1.0.1\"\n}\n");
    assertThat(site.problems().toString()).contains("version 1.0.1", "Run \"ingot init\"");
    Files.writeString(lock, "plugin \"github.com/acme/things\" {\n  version = \"0.9.0\"\n}\n");
    assertThat(site.problems().toString()).contains("init -upgrade");
  }

  @Test
  void itsStepsKnowWhereItsMachineIs() throws Exception {
    template(
        "",
        "echo hcl ${build.Host} ${build.ID}:${build.Port} {{ build `Host` }} ${build.Password}");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(said("hcl 10.9.8.7 i-1:22 10.9.8.7 <sensitive>")).isTrue();
    assertThat(site.events().toString()).doesNotContain("hunter2");
    assertThat(Files.readString(folder.resolve("plugins.log"))).contains("told 10.9.8.7");
  }

  private void data(String arguments) throws IOException {
    BakeSite _ =
        site.template(
            """
            data "things-image" "base" {
              %s
            }
            locals {
              name = "base"
              id   = data.things-image.base.id
            }
            source "things" "web" {
              folder = "%s/cloud/${local.id}"
            }
            build {
              sources = ["source.things.web"]
            }
            """
                .formatted(arguments, folder));
  }

  @Test
  void aDataSourceOfAPluginGivesValuesInTheOrderTheyAreNeeded() throws Exception {
    data("name = local.name");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(said("Creating id of base")).isTrue();
  }

  @Test
  void aDataSourceThatFailsOrGivesRubbishIsAnError() throws Exception {
    data("name = \"missing\"");
    assertThat(problems()).contains("no image is called missing");
    data("name = \"broken\"");
    assertThat(problems()).contains("The plugin things gave a value", "can't be read");
    data("");
    assertThat(problems()).contains("name must be set");
    data("name = \"a\"\n colour = \"red\"");
    assertThat(problems()).contains("colour");
  }

  @Test
  void aDataSourceThatIsNotReadIsCheckedAndNotRun() throws Exception {
    BakeSite _ = site.unread();
    data("name = \"missing\"");
    assertThat(site.problems()).isEmpty();
    data("");
    assertThat(problems()).contains("name must be set");
  }

  @Test
  void aDataSourceThatNoPluginHasIsSaidWithWhatToDo() throws Exception {
    BakeSite _ = site.template("data \"things-other\" \"base\" {}\n");
    assertThat(problems()).contains("no data source \"things-other", "plugins install");
  }

  private String problems() throws InterruptedException {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation())).isEmpty();
    return diagnostics.list().toString();
  }

  @Test
  void aFailedStepOfAPluginIsSaidInItsWords() throws Exception {
    template("", "exit 4");
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed ->
                assertThat(failed.diagnostics().toString()).contains("the command ended with 4"));
  }

  @Test
  void aBuilderThatCrashesIsSaidWithItsLastWords() throws Exception {
    template("fault = \"crash\"", "true");
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed ->
                assertThat(failed.diagnostics().toString())
                    .contains("plugin things", "out of luck"));
    assertThat(folder.resolve("plugins.log")).content().contains("out of luck\n");
  }

  @Test
  void aCancelEndsAPluginThatHangsInItsCheck() throws Exception {
    template("fault = \"hang\"", "true");
    assertThat(runCancelledWhenItHangs()).isEmpty();
  }

  @Test
  void aCancelEndsAPluginThatHangsInsteadOfDescribingItself() throws Exception {
    Path file =
        folder.resolve(
            "plugins/github.com/acme/things/packer-plugin-things_v1.0.0_x5.0_linux_amd64");
    Files.writeString(file, "#!/bin/sh\necho > '%s'\nexec sleep 600\n".formatted(hanging()));
    Files.writeString(
        file.resolveSibling(file.getFileName() + "_SHA256SUM"), Digest.of(file).hex() + "\n");
    assertThat(runCancelledWhenItHangs()).isEmpty();
  }

  private Path hanging() {
    return folder.resolve("cloud/hanging");
  }

  private Optional<Bake.Result> runCancelledWhenItHangs() throws Exception {
    Files.createDirectories(hanging().getParent());
    assertThat(new ProcessBuilder("mkfifo", hanging().toString()).start().waitFor()).isZero();
    Cancellation cancellation = new Cancellation();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Files.readString(hanging());
                cancellation.cancel();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return site.run(new Diagnostics(), cancellation);
  }

  @Test
  void whatThePluginFindsWrongIsSaidBeforeAnythingRuns() throws Exception {
    BakeSite _ =
        site.template(
            "source \"things\" \"web\" {}\nbuild {\n sources = [\"source.things.web\"]\n}");
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation())).isEmpty();
    assertThat(diagnostics.list().toString()).contains("folder must be set");
  }
}
