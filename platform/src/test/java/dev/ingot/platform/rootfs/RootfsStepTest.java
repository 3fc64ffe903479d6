package dev.ingot.platform.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.layer.ExtendedAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What a step finds in a machine and leaves in the image. */
final class RootfsStepTest extends RootfsFixture {
  private static String permissions(LayeredTree tree, String path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(tree.find(path).orElseThrow()));
  }

  @Test
  void aSlashAtTheEndMeansWhatIsInTheFolder() throws Exception {
    Files.createDirectories(folder.resolve("site/css"));
    Files.writeString(folder.resolve("site/page"), "page");
    Files.writeString(folder.resolve("site/css/style"), "style");
    BuildOutcome.Baked baked =
        baked(
            """
            source "rootfs" "files" {
              base = "scratch"
            }
            build {
              sources = ["source.rootfs.files"]
              provisioner "file" {
                source      = "${path.root}/site"
                destination = "/with"
              }
              provisioner "file" {
                source      = "${path.root}/site/"
                destination = "/without"
              }
              provisioner "file" {
                source      = "site/page"
                destination = "/bin/"
              }
              provisioner "file" {
                direction   = "download"
                source      = "/without/css/"
                destination = "taken"
              }
            }
            """);
    LayeredTree tree = tree(baked);
    assertThat(content(tree, "/with/site/css/style")).isEqualTo("style");
    assertThat(content(tree, "/without/css/style")).isEqualTo("style");
    assertThat(content(tree, "/usr/bin/page")).isEqualTo("page");
    assertThat(folder.resolve("taken/style")).hasContent("style");
  }

  @Test
  void whatOneStepLeavesInTmpAndRunTheNextOneFinds() throws Exception {
    String template =
        """
        source "rootfs" "web" {
          base     = "host"
          commands = ["sh", "cat", "mv", "mkdir"]
        }
        build {
          sources = ["source.rootfs.web"]
          provisioner "file" {
            content     = "hello"
            destination = "/tmp/motd"
          }
          provisioner "shell" {
            inline = ["echo here > /run/state", "mkdir -p /srv/one"]
          }
          provisioner "shell" {
            inline = ["mv /tmp/motd /etc/motd", "cat /run/state", "mkdir /srv/one/two", "echo LAST"]
          }
        }
        """;
    LayeredTree tree = tree(baked(template));
    assertThat(content(tree, "/etc/motd")).isEqualTo("hello");
    assertThat(tree.find("/srv/one/two")).isPresent();
    assertThat(tree.find("/tmp/motd")).isEmpty();
    BuildOutcome.Baked second = baked(template.replace("LAST", "AGAIN"));
    assertThat(second.layers())
        .extracting(BuildOutcome.BakedLayer::reused)
        .containsExactly(true, true, false);
    assertThat(output()).contains("AGAIN");
  }

  @Test
  void uploadsKeepTheirPermissions() throws Exception {
    Path secret = Files.writeString(folder.resolve("key"), "k");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path closed = Files.createDirectories(folder.resolve("closed/inner"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    LayeredTree tree =
        tree(
            baked(
                """
                source "rootfs" "files" {
                  base = "scratch"
                }
                build {
                  sources = ["source.rootfs.files"]
                  provisioner "file" {
                    source      = "key"
                    destination = "/etc/key"
                  }
                  provisioner "file" {
                    source      = "closed"
                    destination = "/srv"
                  }
                }
                """));
    assertThat(permissions(tree, "/etc/key")).isEqualTo("rw-------");
    assertThat(permissions(tree, "/srv/closed/inner")).isEqualTo("rwx------");
  }

  @Test
  void variablesOfAStepAreInNoListOfProcessesAndItsFilesAreClosed() throws Exception {
    baked(
        """
        source "rootfs" "web" {
          base     = "host"
          commands = ["sh", "cat", "tr", "grep"]
        }
        build {
          sources = ["source.rootfs.web"]
          provisioner "shell" {
            environment_vars = ["TOKEN=hunter2 it's"]
            inline = [
              "echo got $TOKEN",
              "grep -qsa 'hunte[r]2' /proc/[0-9]*/cmdline && echo SEEN; true",
            ]
          }
          provisioner "shell-local" {
            environment_vars = ["TOKEN=hunter2"]
            inline = [
              "echo local $TOKEN",
              "grep -qsa 'hunte[r]2' /proc/[0-9]*/cmdline && echo SEEN; true",
            ]
          }
        }
        """);
    assertThat(output()).contains("got hunter2 it's", "local hunter2").doesNotContain("SEEN");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("cache/machines"))))
        .isEqualTo("rwx------");
  }

  @Test
  void aCapabilityOfAProgramIsPartOfTheImage() throws Exception {
    assumeTrue(onPath("setcap") && onPath("getcap"), "skipped, since there is no setcap here");
    BuildOutcome.Baked baked =
        baked(
            """
            source "rootfs" "caps" {
              base     = "host"
              commands = ["sh", "setcap", "getcap", "cat", "cp"]
            }
            build {
              sources = ["source.rootfs.caps"]
              provisioner "shell" {
                inline = ["cp /bin/cat /bin/cap", "setcap cap_net_bind_service=+ep /bin/cap"]
              }
              provisioner "shell" {
                inline = ["echo next: $(getcap /bin/cap)"]
              }
            }
            """);
    assertThat(output()).anyMatch(line -> line.contains("cap_net_bind_service"));
    assertThat(ExtendedAttributes.read(tree(baked).find("/usr/bin/cap").orElseThrow()))
        .containsKey("security.capability");
  }

  @Test
  void aMachineOfADeadProcessIsCleanedUp() throws Exception {
    Path dead = folder.resolve("cache/machines/999999999-1-abcd");
    Files.createDirectories(dead.resolve("upper"));
    baked(HOST);
    assertThat(dead).doesNotExist();
    try (var left = Files.list(folder.resolve("cache/machines"))) {
      assertThat(left).isEmpty();
    }
  }
}
