package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.qemu.FakeHost;
import dev.ingot.bake.ssh.SshServerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bake in a virtual machine that is killed, wherever it is, leaves nothing behind. */
@Timeout(600)
final class KilledQemuBakeTest {
  @TempDir Path folder;
  private FakeHost host;
  private SshServerFixture server;

  @BeforeEach
  void open() throws Exception {
    host = FakeHost.in(folder.resolve("bin"));
    server = SshServerFixture.open(true);
    host.reach(server.port());
    try (BakeSite site = site()) {
      Files.writeString(site.work().resolve("install.iso"), "medium");
      BakeSite _ =
          site.template(
              """
              source "qemu" "vm" {
                iso_url      = "install.iso"
                iso_checksum = "none"
                headless     = true
                boot_wait    = "-1s"
                ssh_username = "%s"
                ssh_password = "%s"
              }
              build {
                sources = ["source.qemu.vm"]
                provisioner "shell" {
                  remote_folder = "%s/remote"
                  inline        = ["echo ran >> %s/log"]
                }
              }
              """
                  .formatted(SshServerFixture.USER, SshServerFixture.PASSWORD, folder, folder));
    }
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private BakeSite site() throws IOException {
    return new BakeSite(folder).environment(Map.of("PATH", host.path()));
  }

  private boolean isRunning() {
    return ProcessHandle.allProcesses()
        .flatMap(each -> each.info().commandLine().stream())
        .anyMatch(line -> line.contains(folder + "/bin") && line.contains("FakeQemu"));
  }

  private void nothingIsLeft() throws Exception {
    var _ = StandardComponents.killedBakes(BakeJournal.folderIn(folder)).remove();
    while (isRunning()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Path journal = BakeJournal.folderIn(folder);
    if (Files.exists(journal)) {
      assertThat(journal).isEmptyDirectory();
    }
    Path cache = folder.resolve("cache/qemu");
    if (Files.exists(cache.resolve("runs"))) {
      assertThat(cache.resolve("runs")).isEmptyDirectory();
    }
    if (Files.exists(cache.resolve("disks"))) {
      try (Stream<Path> disks = Files.list(cache.resolve("disks"))) {
        assertThat(disks).allMatch(each -> Files.exists(each.resolve("kept")));
      }
    }
  }

  @Test
  void atEachOfItsEventsAndTheNextOneFinishes() throws Exception {
    Map<String, String> environment = Map.of("PATH", host.path());
    Path plugins = Path.of("/nonexistent");
    int fatal = 1;
    while (DoomedBake.start(folder, environment, plugins, fatal).waitFor() == DoomedBake.KILLED) {
      nothingIsLeft();
      fatal++;
    }
    assertThat(fatal).isGreaterThan(4);
    try (BakeSite site = site()) {
      assertThat(site.bake().isSuccess()).isTrue();
      assertThat(site.work().resolve("output-vm")).isNotEmptyDirectory();
    }
    assertThat(folder.resolve("log")).isNotEmptyFile();
    nothingIsLeft();
  }
}
