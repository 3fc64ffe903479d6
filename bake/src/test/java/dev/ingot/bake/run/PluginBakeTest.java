package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.registry.catalog.Build;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bakes with a plugin on Packer's own SDK ({@code src/test/go}). It is built here; where that can't
 * be done the tests are skipped and say why.
 */
@Timeout(120)
final class PluginBakeTest {
  private static final Path PROGRAM = Path.of("target/go/packer-plugin-things");

  private static final String TEMPLATE =
      """
      packer {
        required_plugins {
          things = {
            source  = "github.com/acme/things"
            version = ">= 1.0.0"
          }
        }
      }
      variable "image" {
        default = "image-1"
      }
      source "things" "web" {
        folder = "cloud"
        image  = var.image
        tags   = { team = "web" }
        zones  = ["a", "b", "c"]
        disk {
          size = 10
        }
        disk {
          size = 20
          name = "data"
        }
        %s
      }
      build {
        sources = ["source.things.web"]
        provisioner "shell" {
          remote_folder   = "work"
          execute_command = "{{.Vars}} sh {{.Path}}"
          env             = { SECRET = "it's a secret" }
          inline          = ["echo \\"$SECRET\\" > shell.txt", "echo from shell"]
        }
        provisioner "things-run" {
          command = "echo from the plugin; cat shell.txt"
          path    = "work/uploaded"
          content = "some content"
        }
        post-processor "things-copy" {
          suffix = ".copy"
        }
        post-processor "manifest" {}
      }
      """;

  @TempDir Path folder;
  private BakeSite site;

  @BeforeAll
  @Timeout(900)
  static void build() throws Exception {
    Path log = Files.createDirectories(Path.of("target/go")).resolve("build.log");
    int code;
    try {
      Process go =
          new ProcessBuilder("go", "build", "-o", PROGRAM.toAbsolutePath().toString(), ".")
              .directory(Path.of("src/test/go").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      code = go.waitFor(800, TimeUnit.SECONDS) ? go.exitValue() : -1;
      go.destroyForcibly();
    } catch (IOException e) {
      code = -1;
    }
    if (code != 0) {
      System.out.println(
          "PluginBakeTest is skipped: there is no Go that builds the plugin"
              + (Files.exists(log) ? ":\n" + Files.readString(log) : "."));
    }
    assumeTrue(code == 0, "no Go that builds the plugin");
  }

  @BeforeEach
  void open() throws IOException {
    Path plugins = folder.resolve("plugins/github.com/acme/things");
    Files.createDirectories(plugins);
    Path file = plugins.resolve("packer-plugin-things_v1.2.3_x5.0_linux_amd64");
    Files.copy(PROGRAM, file);
    Files.setAttribute(file, "unix:mode", 0755);
    Files.writeString(
        file.resolveSibling(file.getFileName() + "_SHA256SUM"), Digest.of(file).hex() + "\n");
    site = new BakeSite(folder, new FakeMachineBuilder()).plugins(folder.resolve("plugins"));
    BakeSite _ = site.template(TEMPLATE.formatted(""));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Path cloud() {
    return site.work().resolve("cloud");
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
        .extracting(Build::externalId, Build::region)
        .containsExactly(Tuple.tuple("image-1", "here"));
    assertThat(cloud().resolve("image-1")).hasContent("shell.txt\nwork/uploaded\n");
    assertThat(cloud().resolve("image-1.copy")).hasContent("shell.txt\nwork/uploaded\n");
    assertThat(cloud().resolve("machine")).doesNotExist();
    assertThat(said("Creating a machine with 2 disks, tags map[team:web]")).isTrue();
    assertThat(said("from shell")).isTrue();
    assertThat(said("from the plugin")).isTrue();
    assertThat(said("it's a secret")).isTrue();
    assertThat(said("Working on here:image-1 of ingot.things")).isTrue();
    assertThat(Files.readString(site.work().resolve("packer-manifest.json")))
        .contains("\"artifact_id\" : \"here:image-1\"", "cloud/image-1\"");
  }

  private void data(String name) throws IOException {
    BakeSite _ =
        site.template(
            """
            data "things-image" "base" {
              %s
              owners = ["a", "b"]
            }
            source "things" "web" {
              folder = "cloud"
              image  = "${data.things-image.base.id}-${data.things-image.base.size + 1}"
              tags   = data.things-image.base.tags
            }
            build {
              sources = ["source.things.web"]
            }
            """
                .formatted(name));
  }

  @Test
  void aDataSourceOfAPluginGivesValues() throws Exception {
    data("name = \"base\"");
    BuildOutcome.Baked baked = site.baked();
    assertThat(baked.version().builds())
        .extracting(Build::externalId)
        .containsExactly("image-of-base-3");
    assertThat(said("tags map[team:web]")).isTrue();
  }

  @Test
  void aDataSourceOfAPluginThatRefusesIsSaidInItsWords() throws Exception {
    data("name = \"missing\"");
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation())).isEmpty();
    assertThat(diagnostics.list().toString()).contains("no image is called missing");
    data("");
    Diagnostics unnamed = new Diagnostics();
    assertThat(site.run(unnamed, new Cancellation())).isEmpty();
    assertThat(unnamed.list().toString()).contains("name must be set");
  }

  @Test
  void theSameInputsAreNotBakedAgain() throws Exception {
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(site.bake("image=image-2")).isInstanceOf(BuildOutcome.Baked.class);
  }

  @Test
  void whatThePluginFindsWrongIsSaidBeforeAnythingRuns() throws Exception {
    BakeSite _ = site.template(TEMPLATE.formatted("").replace("folder = \"cloud\"", ""));
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation())).isEmpty();
    assertThat(diagnostics.list().toString()).contains("folder must be set");
  }

  @Test
  void whatThePluginWarnsOfIsAWarning() throws Exception {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation())).isPresent();
    assertThat(diagnostics.list().toString()).contains("more than two zones cost more");
  }

  @Test
  void anArgumentThatThePluginDoesNotHaveIsAnErrorAtItsPlace() throws Exception {
    BakeSite _ = site.template(TEMPLATE.formatted("colour = \"red\""));
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation())).isEmpty();
    assertThat(diagnostics.list().toString()).contains("colour");
  }

  @Test
  void aFailedStepLeavesNoMachine() throws Exception {
    BakeSite _ = site.template(TEMPLATE.formatted("").replace("echo from shell", "exit 3"));
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed -> assertThat(failed.diagnostics().toString()).contains("3"));
    assertThat(cloud().resolve("machine")).doesNotExist();
    assertThat(cloud().resolve("image-1")).doesNotExist();
    assertThat(said("Removing the machine")).isTrue();
  }

  @Test
  void aFailedStepOfAPluginIsSaidInItsWords() throws Exception {
    BakeSite _ =
        site.template(
            TEMPLATE.formatted("").replace("echo from the plugin; cat shell.txt", "exit 4"));
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed ->
                assertThat(failed.diagnostics().toString()).contains("the command ended with 4"));
    assertThat(cloud().resolve("machine")).doesNotExist();
  }

  @Test
  void aBuilderThatRefusesOrCrashesIsSaidWithItsLastWords() throws Exception {
    BakeSite _ = site.template(TEMPLATE.formatted("fault = \"refuse\""));
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed ->
                assertThat(failed.diagnostics().toString()).contains("the cloud has no room"));
    BakeSite _ = site.template(TEMPLATE.formatted("fault = \"crash\""));
    assertThat(site.bake())
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed ->
                assertThat(failed.diagnostics().toString())
                    .contains("plugin things", "out of luck"));
  }

  @Test
  void aCancelReachesTheBuilderWhichRemovesItsMachine() throws Exception {
    BakeSite _ = site.template(TEMPLATE.formatted("fault = \"hang\""));
    Cancellation cancellation = new Cancellation();
    Thread canceller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!said("Creating a machine")) {
                      Thread.sleep(20);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  cancellation.cancel();
                });
    assertThat(site.bake(cancellation)).isInstanceOf(BuildOutcome.Cancelled.class);
    canceller.join();
    assertThat(cloud().resolve("machine")).doesNotExist();
  }

  @Test
  void aProgramThatWasChangedIsNotRun() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("plugins"))) {
      Path sum =
          files.filter(file -> file.toString().endsWith("_SHA256SUM")).findFirst().orElseThrow();
      Files.writeString(sum, "0".repeat(64));
    }
    Diagnostics diagnostics = new Diagnostics();
    assertThat(site.run(diagnostics, new Cancellation())).isEmpty();
    assertThat(diagnostics.list().toString()).contains("isn't what was installed");
  }
}
