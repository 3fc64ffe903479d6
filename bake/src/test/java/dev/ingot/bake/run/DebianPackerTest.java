package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.ssh.SshServerFixture;
import dev.ingot.registry.catalog.Build;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins of the generation before 2021: those within Debian's packer 1.6.6, each called through a
 * program of its own, as plugins were then.
 */
@Timeout(300)
final class DebianPackerTest {
  @TempDir Path folder;
  private BakeSite site;
  private FakeMachineBuilder machines;

  @BeforeEach
  void open() throws Exception {
    Path packer = Path.of("/usr/bin/packer");
    assumeTrue(Files.isExecutable(packer), "no packer from Debian: apt-get install packer");
    Process version = new ProcessBuilder(packer.toString(), "version").start();
    String text = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(text.contains(" v1.6."), "another packer than Debian's: " + text.strip());
    machines = new FakeMachineBuilder();
    site = new BakeSite(folder, machines).plugins(folder.resolve("plugins"));
    // Under other names, since Ingot has its own of these.
    plugin("builder", "null", "oldnull");
    plugin("builder", "file", "oldfile");
    plugin("builder", "amazon-ebs", "amazon-ebs");
    plugin("provisioner", "shell", "oldshell");
    plugin("provisioner", "shell-local", "oldlocal");
    plugin("post-processor", "checksum", "oldchecksum");
  }

  private void plugin(String kind, String name, String as) throws IOException {
    Path file =
        Files.createDirectories(folder.resolve("plugins")).resolve("packer-" + kind + "-" + as);
    Files.writeString(
        file, "#!/bin/sh\nexec /usr/bin/packer plugin packer-" + kind + "-" + name + "\n");
    Files.setAttribute(file, "unix:mode", 0755);
  }

  @AfterEach
  void close() {
    if (site != null) {
      site.close();
    }
  }

  private BuildOutcome bake(String template) throws Exception {
    return site.template(template).bake();
  }

  private List<String> said() {
    return site.events().stream()
        .map(
            event ->
                switch (event) {
                  case BakeEvent.Output output -> output.line();
                  case BakeEvent.Note note -> note.text();
                  default -> "";
                })
        .toList();
  }

  @Test
  void aBuilderAPostProcessorAndAProvisionerWorkTogether() throws Exception {
    BuildOutcome outcome =
        bake(
            """
            source "oldfile" "web" {
              content = "hello"
              target  = "%s/hello.txt"
            }
            build {
              sources = ["source.oldfile.web"]
              post-processor "oldchecksum" {
                checksum_types = ["sha256"]
                output         = "%s/hello.sum"
              }
            }
            """
                .formatted(folder, folder));
    assertThat(outcome).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(folder.resolve("hello.txt")).hasContent("hello");
    assertThat(Files.readString(folder.resolve("hello.sum")))
        .contains("2cf24dba5fb0a30e26e83b2ac5");
  }

  @Test
  void aProvisionerRunsInAMachineOfOurs() throws Exception {
    BuildOutcome outcome =
        bake(
            """
            source "vm" "web" {
              disk = "debian"
            }
            build {
              sources = ["source.vm.web"]
              provisioner "oldlocal" {
                command = "echo local ${build.Host} > %s/log"
              }
            }
            """
                .formatted(folder));
    assertThat(outcome).isInstanceOf(BuildOutcome.Baked.class);
    assertThat(folder.resolve("log")).hasContent("local 10.0.0.1");
  }

  @Test
  void aProvisionerOfOursRunsInAMachineOfItsBuilder() throws Exception {
    try (SshServerFixture server = SshServerFixture.open(true)) {
      BuildOutcome outcome =
          bake(
              """
              source "oldnull" "web" {
                ssh_host     = "127.0.0.1"
                ssh_port     = %d
                ssh_username = "%s"
                ssh_password = "%s"
              }
              build {
                sources = ["source.oldnull.web"]
                provisioner "shell" {
                  remote_folder = "%s"
                  inline        = ["echo ours on ${build.Host}"]
                }
                provisioner "oldshell" {
                  remote_folder = "%s"
                  inline        = ["echo theirs $PACKER_BUILD_NAME"]
                }
              }
              """
                  .formatted(
                      server.port(),
                      SshServerFixture.USER,
                      SshServerFixture.PASSWORD,
                      folder,
                      folder));
      assertThat(outcome.isSuccess()).as(outcome.toString()).isTrue();
      assertThat(said()).contains("ours on 127.0.0.1", "theirs web");
    }
  }

  @Test
  void whatItFindsWrongIsADiagnosticOfTheBlock() throws Exception {
    BakeSite _ =
        site.template(
            """
            source "oldfile" "web" {
              content = "hello"
              targt   = "x"
            }
            build {
              sources = ["source.oldfile.web"]
            }
            """);
    assertThat(site.problems().toString()).contains("targt");
  }

  @Test
  void anImageOfACloudIsAVersionAndNothingElseIsLeft() throws Exception {
    Path moto = Path.of(System.getenv().getOrDefault("MOTO_SERVER", "moto_server"));
    int port = freePort();
    Process cloud;
    try {
      cloud =
          new ProcessBuilder(moto.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("moto.log").toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no moto_server: pip install 'moto[server]'");
      return;
    }
    try (SshServerFixture server = SshServerFixture.open(true)) {
      assumeTrue(answers(port, cloud), "moto_server doesn't start: pip install 'moto[server]'");
      BuildOutcome outcome =
          bake(
              """
              source "amazon-ebs" "web" {
                access_key                 = "any"
                secret_key                 = "any"
                region                     = "us-east-1"
                ami_name                   = "web"
                instance_type              = "t2.micro"
                custom_endpoint_ec2        = "http://127.0.0.1:%d"
                skip_metadata_api_check    = true
                skip_credential_validation = true
                ssh_host                   = "127.0.0.1"
                ssh_port                   = %d
                ssh_username               = "%s"
                ssh_private_key_file       = "%s"
                ssh_keypair_name           = "any"
                source_ami_filter {
                  filters     = { name = "amzn*" }
                  owners      = ["amazon"]
                  most_recent = true
                }
              }
              build {
                sources = ["source.amazon-ebs.web"]
                provisioner "shell" {
                  remote_folder = "%s"
                  inline        = ["echo in ${build.ID}"]
                }
              }
              """
                  .formatted(
                      port,
                      server.port(),
                      SshServerFixture.USER,
                      SshServerFixture.key(server, folder.resolve("key.pem")),
                      folder));
      assertThat(outcome).as(said().toString()).isInstanceOf(BuildOutcome.Baked.class);
      Build build = ((BuildOutcome.Baked) outcome).version().builds().getFirst();
      assertThat(build.externalId()).startsWith("ami-");
      assertThat(build.region()).isEqualTo("us-east-1");
      assertThat(said()).anyMatch(line -> line.matches("in i-[0-9a-f]+"));
      assertThat(said()).anyMatch(line -> line.contains("Terminating the source AWS instance"));
    } finally {
      cloud.descendants().forEach(ProcessHandle::destroyForcibly);
      cloud.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port, Process cloud) throws InterruptedException {
    while (!cloud.waitFor(200, TimeUnit.MILLISECONDS)) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1000);
        return true;
      } catch (IOException e) {
        // Not yet.
      }
    }
    return false;
  }
}
