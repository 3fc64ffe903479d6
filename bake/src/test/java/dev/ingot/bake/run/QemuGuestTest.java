package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The builder with QEMU itself and a guest that boots in seconds without KVM. */
final class QemuGuestTest {
  private static final List<String> NEEDED =
      List.of(
          "qemu-system-x86_64", "qemu-img", "xorriso", "busybox", "dropbear", "apt-get", "cpio");

  @TempDir static Path folder;
  private static BakeSite site;

  @BeforeAll
  static void makeGuest() throws Exception {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    for (String program : NEEDED) {
      boolean there =
          List.of(path.split(":")).stream()
              .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
      skipUnless(there, program + " isn't installed");
    }
    skipUnless(
        System.getenv("CI") != null,
        "its kernel is downloaded (26 MB), which only CI does: CI=true");
    site = new BakeSite(folder).environment(Map.of("PATH", path));
    Path script = Path.of("src/test/qemu/tiny-guest").toAbsolutePath();
    Process process =
        new ProcessBuilder(script.toString(), site.work().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("guest.log").toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    skipUnless(
        ended && process.exitValue() == 0,
        "the guest can't be made here: " + Files.readString(folder.resolve("guest.log")));
  }

  private static void skipUnless(boolean condition, String why) {
    if (!condition) {
      System.out.println("no guest of QEMU here: " + why);
    }
    assumeTrue(condition, why);
  }

  @AfterAll
  static void close() {
    if (site != null) {
      site.close();
    }
  }

  private List<String> lines() {
    return site.events().stream()
        .filter(BakeEvent.Output.class::isInstance)
        .map(event -> ((BakeEvent.Output) event).line())
        .toList();
  }

  @Test
  void aGuestIsProvisionedAndOnlyTheChangedStepRunsAgain() throws Exception {
    template();
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(lines()).contains("served by a tiny guest", "10.0.2.2 says hello");
    assertThat(site.bake()).isInstanceOf(BuildOutcome.Unchanged.class);
    assertThat(site.bake("last=2")).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(site.events())
        .filteredOn(BakeEvent.Reused.class::isInstance)
        .as("the first step")
        .hasSize(1);
    assertThat(lines()).contains("log: first", "log: second 2").doesNotContain("log: second 1");
    assertThat(site.work().resolve("output-tiny/tiny.raw")).exists();
  }

  private void template() throws IOException {
    BakeSite _ =
        site.template(
            """
            variable "last" {
              default = "1"
            }
            source "qemu" "tiny" {
              qemuargs = [
                ["-kernel", "kernel"],
                ["-initrd", "initrd"],
                ["-append", "console=ttyS0 quiet"],
              ]
              vm_name          = "tiny.qcow2"
              disk_size        = "64M"
              memory           = 256
              headless         = true
              boot_wait        = "1s"
              boot_command     = ["<enter>"]
              http_content     = { "/hello" = "hello" }
              cd_content       = { "user-data" = "#cloud-config", "meta-data" = "" }
              cd_label         = "cidata"
              ssh_username     = "root"
              ssh_password     = "the word of the guest"
              ssh_timeout      = "4m"
              ssh_handshake_attempts = 20
              shutdown_command = "touch /run/poweroff"
            }
            build {
              sources = ["source.qemu.tiny"]
              provisioner "shell" {
                inline = [
                  "wget -q -O - http://127.0.0.1/",
                  "echo ${build.PackerHTTPIP} says $(wget -q -O - http://${build.PackerHTTPAddr}/hello)",
                  "echo log: first >> /data/log",
                ]
              }
              provisioner "shell" {
                inline = ["echo log: second ${var.last} >> /data/log", "cat /data/log"]
              }
              post-processor "disk-convert" {
                format = "raw"
              }
            }
            """);
  }
}
