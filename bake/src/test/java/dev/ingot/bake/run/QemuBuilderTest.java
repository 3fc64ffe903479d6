package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.qemu.FakeHost;
import dev.ingot.bake.ssh.SshServerFixture;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds promise of virtual machines; QEMU is played by a program of the test. */
final class QemuBuilderTest {
  @TempDir Path folder;
  private BakeSite site;
  private FakeHost host;
  private SshServerFixture server;

  @BeforeEach
  void open() throws Exception {
    host = FakeHost.in(folder.resolve("bin"));
    server = SshServerFixture.open(true);
    host.reach(server.port());
    site = new BakeSite(folder).environment(Map.of("PATH", host.path()));
    Files.writeString(site.work().resolve("install.iso"), "medium");
  }

  @AfterEach
  void close() throws IOException {
    site.close();
    server.close();
  }

  private void template(String arguments, String steps) throws IOException {
    BakeSite _ =
        site.template(
            """
            variable "last" {
              default = "1"
            }
            source "qemu" "vm" {
              iso_url           = "install.iso"
              iso_checksum      = "none"
              headless          = true
              boot_wait         = "-1s"
              boot_key_interval = "1ms"
              ssh_username      = "%s"
              ssh_password      = "%s"
              %s
            }
            build {
              sources = ["source.qemu.vm"]
              %s
            }
            """
                .formatted(SshServerFixture.USER, SshServerFixture.PASSWORD, arguments, steps));
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

  private Path log() {
    return folder.resolve("log");
  }

  private long count(String call) throws IOException {
    return host.calls().stream().filter(each -> each.startsWith(call)).count();
  }

  private String failure() throws InterruptedException {
    Bake.Result result = site.run(new Diagnostics(), new Cancellation()).orElseThrow();
    assertThat(result.outcomes()).singleElement().isInstanceOf(BuildOutcome.Failed.class);
    return ((BuildOutcome.Failed) result.outcomes().getFirst()).toString();
  }

  /** Nothing of a machine is left but what is kept for the next bake. */
  private void assertNothingIsLeft() throws IOException {
    Path cache = folder.resolve("cache/qemu");
    try (Stream<Path> runs = Files.list(cache.resolve("runs"));
        Stream<Path> disks = Files.list(cache.resolve("disks"))) {
      assertThat(runs).isEmpty();
      assertThat(disks).allMatch(each -> Files.exists(each.resolve("kept")));
    }
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(
            each ->
                each.info()
                    .commandLine()
                    .filter(
                        line ->
                            line.contains("FakeQemu '" + folder)
                                || line.contains(folder + "/bin -name"))
                    .isPresent());
  }

  @Test
  void anInstallationIsTypedProvisionedShutDownAndKept() throws Exception {
    template(
        """
        boot_command = ["<enter><wait10ms>a{{ .HTTPPort }}"]
        http_content = { "/preseed" = "yes" }
        http_port_min = 18341
        http_port_max = 18351
        vm_name      = "vm.qcow2"
        disk_size    = "1G"
        disk_additional_size = ["2G"]
        """,
        step("echo ran on ${build.ID} as ${build.User} >> " + log()));
    BuildOutcome.Baked baked = site.baked();
    assertThat(log()).hasContent("ran on vm.qcow2 as builder");
    assertThat(site.work().resolve("output-vm"))
        .isDirectoryContaining("glob:**/vm.qcow2")
        .isDirectoryContaining("glob:**/vm.qcow2-1");
    assertThat(baked.image()).isPresent();
    assertThat(host.calls())
        .containsSubsequence("key ff0d", "key 61", "key 31", "key 38", "key 33")
        .containsSubsequence("stop", "transaction", "cont", "system_powerdown")
        .anyMatch(call -> call.startsWith("img create -q -f qcow2") && call.endsWith(" 1G"))
        .anyMatch(call -> call.startsWith("start") && call.contains("-boot once=d"));
    assertNothingIsLeft();
  }

  @Test
  void onlyWhatChangedRunsAgainWithoutAnotherInstallation() throws Exception {
    template(
        "boot_command = [\"x\"]",
        step("echo first >> " + log()) + step("echo second ${var.last} >> " + log()));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(site.bake("last=2")).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(log()).hasContent("first\nsecond 1\nsecond 2");
    assertThat(count("key 78")).isOne();
    assertThat(count("start")).isEqualTo(2);
    assertThat(host.calls()).anyMatch(call -> call.startsWith("start") && call.contains("-boot c"));
    Files.writeString(site.work().resolve("install.iso"), "another medium");
    assertThat(site.bake("last=2")).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(count("key 78")).isEqualTo(2);
    assertNothingIsLeft();
  }

  @Test
  void theFirstStepChangedDoesNotInstallAgain() throws Exception {
    template("boot_command = [\"x\"]", step("echo ${var.last} >> " + log()));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.bake("last=2")).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(count("key 78")).isOne();
  }

  @Test
  void aFinishedImageThatIsGoneIsPutBack() throws Exception {
    template("", step("true"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    Path image = site.work().resolve("output-vm/packer-vm");
    Files.delete(image);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(image).exists();
    assertThat(count("start")).isOne();
  }

  @Test
  void anImageToStartFromStaysBelowTheDisk() throws Exception {
    template("disk_image = true\ndisk_size = \"2M\"\nuse_backing_file = true", step("true"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(host.calls())
        .anyMatch(call -> call.contains("-b " + site.work().resolve("install.iso") + " -F qcow2"))
        .anyMatch(
            call ->
                call.startsWith("img convert")
                    && call.contains("-B " + site.work().resolve("install.iso")));
  }

  @Test
  void aCancelLeavesNothing() throws Exception {
    template("", step("echo begun; sleep 600"));
    Cancellation cancellation = new Cancellation();
    BakeSite _ =
        site.watched(
            event -> {
              if (event instanceof BakeEvent.Output output && output.line().equals("begun")) {
                cancellation.cancel();
              }
            });
    assertThat(site.bake(cancellation)).isInstanceOf(BuildOutcome.Cancelled.class);
    assertNothingIsLeft();
  }

  @Test
  void aQemuThatRefusesSaysWhatItSaid() throws Exception {
    host.behave("broken");
    template("", step("true"));
    assertThat(failure()).contains("QEMU ended at once", "no such machine", "-name packer-vm");
    assertNothingIsLeft();
  }

  @Test
  void aMachineThatIsNeverReachedShowsItsConsoleAndAPicture() throws Exception {
    Files.delete(folder.resolve("bin/ssh"));
    template("ssh_timeout = \"2s\"", step("true"));
    String failure = failure();
    assertThat(failure)
        .contains("took no connection at port 22", "within 2s (ssh_timeout)", "login:", "booting")
        .doesNotContain("[2J");
    assertThat(folder.resolve("cache/qemu/pictures/packer-vm.png")).hasContent("a picture");
    assertThat(failure).contains("pictures/packer-vm.png");
    assertNothingIsLeft();
  }

  @Test
  void aMachineThatDoesNotShutDownIsAnError() throws Exception {
    template("shutdown_command = \"true\"\nshutdown_timeout = \"1s\"", step("true"));
    assertThat(failure()).contains("within 1s (shutdown_timeout)");
    assertNothingIsLeft();
  }

  @Test
  void aDeafMachineIsSwitchedOff() throws Exception {
    host.behave("deaf");
    template("shutdown_timeout = \"1s\"", step("true"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(host.calls()).containsSubsequence("system_powerdown", "quit");
  }

  @Test
  void aMissingProgramIsNamedWithItsPackage() throws Exception {
    BakeSite _ = site.environment(Map.of("PATH", "/nonexistent"));
    template("", step("true"));
    assertThat(failure()).contains("qemu-system-x86_64", "Install qemu-system-x86");
  }

  @Test
  void aWrongChecksumIsRefusedBeforeAnythingStarts() throws Exception {
    template("", step("true"));
    Path file = site.work().resolve("test.pkr.hcl");
    Files.writeString(
        file,
        Files.readString(file).replace("\"none\"", "\"md5:00000000000000000000000000000000\""));
    assertThat(failure()).contains("wrong checksum", "iso_checksum says md5:0000", "install.iso");
    assertThat(host.calls()).isEmpty();
  }

  @Test
  void aListOfChecksumsIsRead() throws Exception {
    Files.writeString(site.work().resolve("SUMS"), "68aa3d7f30a8b4d0f8d0bb9aae8c0c73  other.iso\n");
    template("", step("true"));
    Path file = site.work().resolve("test.pkr.hcl");
    Files.writeString(file, Files.readString(file).replace("\"none\"", "\"file:./SUMS\""));
    assertThat(failure()).contains("has no checksum of install.iso");
  }

  @Test
  void theAcceleratorAndItsReasonAreSaid() throws Exception {
    template("", step("true"));
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    List<String> notes =
        site.events().stream()
            .filter(BakeEvent.Note.class::isInstance)
            .map(event -> ((BakeEvent.Note) event).text())
            .toList();
    assertThat(notes).anyMatch(note -> note.startsWith("starting packer-vm with "));
  }

  @Test
  void theImageIsConvertedPackedAndHasItsChecksum() throws Exception {
    template(
        "vm_name = \"vm.qcow2\"",
        step("true")
            + """
            post-processors {
              post-processor "disk-convert" {
                format = "vmdk"
              }
              post-processor "compress" {
                output = "vm.tar.gz"
              }
              post-processor "checksum" {
                checksum_types = ["sha256"]
                output         = "SUMS"
              }
            }
            """);
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.work().resolve("output-vm/vm.vmdk")).content().contains("finished");
    assertThat(site.work().resolve("SUMS")).content().contains("\tvm.tar.gz");
  }

  @Test
  void anUnknownFormatIsRefused() throws Exception {
    template("", "post-processor \"disk-convert\" {\n format = \"iso\"\n}");
    assertThat(site.problems().toString()).contains("format must be one of: qcow2, raw, vdi");
  }

  @Test
  void theExampleIsValid() throws Exception {
    Path example = Path.of("..", "examples", "qemu-debian");
    Path _ = Files.copy(example.resolve("index.html"), site.work().resolve("index.html"));
    BakeSite _ = site.template(Files.readString(example.resolve("debian.pkr.hcl")));
    assertThat(site.problems()).isEmpty();
  }

  @Test
  void aWindowsMachineIsReachedAtTheForwardedPort() throws Exception {
    BakeSite _ =
        site.template(
            """
            source "qemu" "vm" {
              iso_url        = "install.iso"
              iso_checksum   = "none"
              headless       = true
              communicator   = "winrm"
              winrm_username = "vagrant"
              winrm_password = "vagrant"
              winrm_timeout  = "1s"
            }
            build {
              sources = ["source.qemu.vm"]
              provisioner "powershell" {
                inline = ["exit 0"]
              }
            }
            """);
    Files.delete(folder.resolve("bin/ssh"));
    assertThat(failure()).contains("winrm_timeout").contains("login:");
    assertThat(host.calls()).anyMatch(call -> call.startsWith("start") && call.contains("-:5985 "));
    assertNothingIsLeft();
  }
}
