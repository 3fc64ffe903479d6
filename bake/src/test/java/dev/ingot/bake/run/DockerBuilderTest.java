package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.registry.catalog.Build;
import dev.ingot.storage.archive.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds promise of containers of an engine. */
final class DockerBuilderTest {
  @TempDir Path folder;
  private BakeSite site;
  private FakeEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = new FakeEngine(folder.resolve("e.sock"));
    site = new BakeSite(folder).environment(Map.of("DOCKER_HOST", engine.host()));
  }

  @AfterEach
  void close() throws IOException {
    site.close();
    engine.close();
  }

  private void template(String arguments, String steps) throws IOException {
    BakeSite _ =
        site.template(
            """
            variable "last" {
              default = "1"
            }
            source "docker" "web" {
              image = "base:1"
              %s
            }
            build {
              sources = ["source.docker.web"]
              %s
            }
            """
                .formatted(arguments, steps));
  }

  private String step(String line) {
    return """
    provisioner "shell" {
      remote_folder = "%s/remote"
      inline        = ["%s"]
    }
    """
        .formatted(folder, line);
  }

  private String log() {
    return folder.resolve("log").toString();
  }

  private String failure() throws InterruptedException {
    Diagnostics diagnostics = new Diagnostics();
    Bake.Result result = site.run(diagnostics, new Cancellation()).orElseThrow();
    assertThat(result.outcomes()).singleElement().isInstanceOf(BuildOutcome.Failed.class);
    BuildOutcome.Failed failed = (BuildOutcome.Failed) result.outcomes().getFirst();
    return failed.toString();
  }

  private long count(String call) {
    return engine.calls().stream().filter(each -> each.startsWith(call)).count();
  }

  @Test
  void aContainerBecomesAnImageOfTheEngine() throws Exception {
    template(
        "commit = true\nchanges = [\"CMD /run\"]\nauthor = \"ada\"",
        step("echo out; echo err >&2; echo ran >> " + log()));
    BuildOutcome.Baked baked = site.baked();
    String image = baked.version().builds().getFirst().externalId();
    assertThat(engine.images()).contains(image);
    assertThat(Files.readString(Path.of(log()))).isEqualTo("ran\n");
    assertThat(site.events())
        .filteredOn(BakeEvent.Output.class::isInstance)
        .extracting(event -> ((BakeEvent.Output) event).line())
        .contains("out", "err");
    assertThat(engine.calls())
        .anyMatch(
            call -> call.startsWith("POST /commit") && call.contains("&author=ada&changes=CMD%20"));
    assertThat(count("POST /images/create")).isOne();
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void thePackagesInAContainerAreInTheBillOfMaterials() throws Exception {
    engine.hasFiles(
        new String(
            new Tar()
                .file("etc/os-release", "ID=debian\nVERSION_ID=12\n")
                .file("var/lib/dpkg/status", "Package: curl\nVersion: 8.1\n")
                .bytes(),
            StandardCharsets.ISO_8859_1));
    template("commit = true", step("true"));
    assertThat(bill()).contains("pkg:deb/debian/curl@8.1?distro=debian-12");
  }

  @Test
  void anImageIsMadeAlsoIfItsFilesCanNotBeRead() throws Exception {
    template("commit = true", step("true"));
    assertThat(bill()).contains("ingot:incomplete", "the container's files can't be read: ");
  }

  private String bill() throws InterruptedException {
    BuildOutcome.Baked baked = site.baked();
    return new String(
        site.registry().store().read(baked.version().sbom().orElseThrow()), StandardCharsets.UTF_8);
  }

  @Test
  void onlyWhatChangedRunsAgainFromTheCommitOfTheLastStep() throws Exception {
    template(
        "commit = true",
        step("echo first >> " + log()) + step("echo second ${var.last} >> " + log()));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(site.bake("last=2")).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(Files.readString(Path.of(log()))).isEqualTo("first\nsecond 1\nsecond 2\n");
  }

  @Test
  void aCommitThatWasRemovedFromTheEngineIsMadeAgain() throws Exception {
    template(
        "commit = true",
        step("echo first >> " + log()) + step("echo second ${var.last} >> " + log()));
    site.bake();
    engine.images().removeIf(image -> image.startsWith("sha256:"));
    assertThat(site.bake("last=2")).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(Files.readString(Path.of(log()))).isEqualTo("first\nsecond 1\nfirst\nsecond 2\n");
  }

  @Test
  void anExportIsAFile() throws Exception {
    template("export_path = \"out/all.tar\"", step("true"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.work().resolve("out/all.tar")).hasContent("all files");
  }

  @Test
  void nothingIsLeftOfAContainerToDiscard() throws Exception {
    template("discard = true", step("true"));
    BuildOutcome.Baked baked = site.baked();
    assertThat(baked.version().builds())
        .extracting(Build::externalId, Build::region)
        .containsExactly(tuple("discarded", ""));
    assertThat(count("POST /commit")).isZero();
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void filesAreCopiedBothWaysWithTheirModes() throws Exception {
    Path up = Files.createDirectories(site.work().resolve("up/in"));
    Files.writeString(up.resolve("script"), "#!/bin/sh\n");
    assertThat(up.resolve("script").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(up.resolve("link"), Path.of("script"));
    template(
        "commit = true",
        """
        provisioner "file" {
          source      = "up/"
          destination = "%s/box"
        }
        provisioner "file" {
          direction   = "download"
          source      = "%s/box/in/link"
          destination = "down"
        }
        provisioner "file" {
          direction   = "download"
          source      = "%s/box/"
          destination = "all/"
        }
        """
            .formatted(folder, folder, folder));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(folder.resolve("box/in/script")).isExecutable();
    assertThat(folder.resolve("box/in/link")).isSymbolicLink();
    assertThat(site.work().resolve("down")).hasContent("#!/bin/sh\n");
    assertThat(site.work().resolve("all/in/script")).isRegularFile();
    assertThat(site.work().resolve("all/in/link")).doesNotExist();
  }

  @Test
  void anArchiveThatLeadsOutOfItsFolderIsRefused() throws Exception {
    Files.createDirectories(folder.resolve("box"));
    Files.writeString(folder.resolve("box/in"), "hostile");
    engine.fail(FakeEngine.Fault.HOSTILE_ARCHIVE);
    template(
        "commit = true",
        """
        provisioner "file" {
          direction   = "download"
          source      = "%s/box/"
          destination = "all/"
        }
        """
            .formatted(folder));
    assertThat(failure()).contains("impossible name");
    assertThat(site.work().resolve("out")).doesNotExist();
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void aMissingEngineIsNamed() throws Exception {
    engine.close();
    template("commit = true", step("true"));
    assertThat(failure()).contains("No engine answers at").contains("DOCKER_HOST");
    site.environment(Map.of("DOCKER_HOST", "tcp://1.2.3.4:2375"));
    assertThat(failure())
        .contains("tcp://1.2.3.4:2375")
        .contains("only engines with a Unix socket");
  }

  @Test
  void anImageThatIsNowhereIsNamed() throws Exception {
    engine.fail(FakeEngine.Fault.NO_IMAGE);
    template("commit = true\npull = false", step("true"));
    assertThat(failure()).contains("No such image: base:1").contains("pull = false");
  }

  @Test
  void anErrorInTheMiddleOfAPullIsFound() throws Exception {
    engine.fail(FakeEngine.Fault.PULL_ERROR);
    template("commit = true", step("true"));
    assertThat(failure()).contains("can't be pulled: manifest unknown");
    assertThat(count("POST /containers/create")).isZero();
  }

  @Test
  void aContainerThatDoesNotStartIsRemoved() throws Exception {
    engine.fail(FakeEngine.Fault.NO_START);
    template("commit = true", step("true"));
    assertThat(failure()).contains("can't be started: no such device");
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void aCommandTheEngineRefusesIsAnError() throws Exception {
    engine.fail(FakeEngine.Fault.EXEC_REFUSED);
    template("commit = true", step("true"));
    assertThat(failure()).contains("the container is not running");
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void aFailingCommandIsAnErrorAndTheContainerIsRemoved() throws Exception {
    template("commit = true", step("exit 7"));
    assertThat(failure()).contains("7");
    assertThat(engine.containers()).isEmpty();
    assertThat(count("POST /commit")).isZero();
  }

  @Test
  void anOutputThatBreaksOffIsAnError() throws Exception {
    engine.fail(FakeEngine.Fault.STREAM_BREAKS);
    template(
        "commit = true",
        """
        provisioner "shell" {
          remote_folder   = "%s/remote"
          remote_file     = "break-here"
          inline          = ["true"]
        }
        """
            .formatted(folder));
    assertThat(failure()).contains("broke off");
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void aCancelKillsTheCommandAndRemovesTheContainer() throws Exception {
    template(
        "commit = true",
        step("echo $$ > " + log() + ".new; mv " + log() + ".new " + log() + "; sleep 600"));
    Cancellation cancellation = new Cancellation();
    Thread bake =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    var _ = site.run(new Diagnostics(), cancellation);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (!Files.exists(Path.of(log()))) {
      assertThat(bake.join(java.time.Duration.ofMillis(20))).isFalse();
    }
    long process = Long.parseLong(Files.readString(Path.of(log())).strip());
    cancellation.cancel();
    bake.join();
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void containersOfKilledBakesAreRemovedAndThoseOfOthersAreNot() throws Exception {
    dev.ingot.bake.process.ProcessOwner self = dev.ingot.bake.process.ProcessOwner.current("x");
    String alive = "ingot-bake." + self.pid() + "." + self.space() + "." + self.started() + ".a";
    engine.add("ingot-bake." + self.pid() + "." + self.space() + ".1000.b");
    engine.add(alive);
    engine.add("ingot-bake.1.other-boot.1000.c");
    template("commit = true", step("true"));
    site.bake();
    assertThat(engine.containers())
        .containsExactlyInAnyOrder(alive, "ingot-bake.1.other-boot.1000.c");
  }

  @Test
  void whatTheRunCommandPermitsIsPermitted() throws Exception {
    template(
        """
        commit      = true
        volumes     = { "/a" = "/b" }
        login_username = "nobody"
        run_command = ["--privileged", "-v", "/sys:/sys", "--cap-add=SYS_ADMIN", "-e", "A=b",
          "-h", "web", "-dit", "{{.Image}}", "/bin/sh"]
        """,
        step("true"));
    assertThat(site.bake().isSuccess()).isTrue();
    assertThat(engine.created())
        .contains("\"Privileged\":true", "\"/a:/b\",\"/sys:/sys\"", "SYS_ADMIN")
        .contains("\"Hostname\":\"web\"", "\"A=b\"");
  }

  @Test
  void whatMakesNoSenseIsRefusedBeforeAnythingStarts() throws Exception {
    for (List<String> each :
        List.of(
            List.of("", "Exactly one of"),
            List.of("commit = true\ndiscard = true", "Exactly one of"),
            List.of("commit = true\nrun_command = [\"-d\", \"-p\", \"1:1\", \"{{.Image}}\"]", "-p"),
            List.of("commit = true\nrun_command = [\"-d\"]", "{{.Image}}"),
            List.of("commit = true\nlogin = true", "login_username"),
            List.of("commit = true\ncommunicator = \"ssh\"", "must be \"docker\""),
            List.of("export_path = \"a\"\nchanges = [\"CMD a\"]", "has no metadata"))) {
      template(each.getFirst(), step("true"));
      Diagnostics diagnostics = new Diagnostics();
      var _ = site.run(diagnostics, new Cancellation());
      assertThat(diagnostics.list())
          .extracting(Diagnostic::detail)
          .anyMatch(detail -> detail.contains(each.getLast()));
    }
    assertThat(engine.calls()).isEmpty();
  }
}
