package dev.ingot.platform.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.OciLocation;
import dev.ingot.registry.content.OciTransfer;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.registry.kit.FakeRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What images of root file systems are made from, and who can use them. */
final class RootfsBakeTest extends RootfsFixture {
  private static String said(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  @Test
  void aRootOfHostCommandsIsBakedAndItsLayersHoldWhatWasDone() throws Exception {
    BuildOutcome.Baked baked = baked(HOST);
    assertThat(output()).contains("two");
    LayeredTree tree = tree(baked);
    assertThat(content(tree, "/srv/page")).isEqualTo("two\n");
    assertThat(tree.find("/srv/old")).isEmpty();
    assertThat(tree.find("/tmp/never-in-the-image")).isEmpty();
    assertThat(tree.find("/bin/sh")).isPresent();
    OciImage image = OciImage.read(registry.store(), baked.image().orElseThrow());
    assertThat(image.config().command()).containsExactly("cat", "/srv/page");
    assertThat(image.config().labels()).containsEntry("team", "a");
    assertThat(image.config().history()).hasSize(3);
    assertThat(Sbom.readComponents(registry.store().read(baked.version().sbom().orElseThrow())))
        .isNotEmpty();
  }

  @Test
  void theSameTemplateGivesTheSameDigestInAnotherHome() throws Exception {
    BuildOutcome.Baked first = baked(HOST);
    registry.close();
    registry = Registry.open(folder.resolve("other"), Clock.systemUTC());
    BuildOutcome.Baked second = baked(HOST);
    assertThat(second.layers()).noneMatch(BuildOutcome.BakedLayer::reused);
    assertThat(second.image()).isEqualTo(first.image());
  }

  @Test
  void anImageOfTheRegistryIsABase() throws Exception {
    Version parent = baked(HOST).version();
    BuildOutcome.Baked child =
        baked(
            """
            source "rootfs" "child" {
              base = "registry:base"
              environment = { A = "1" }
            }
            build {
              sources = ["source.rootfs.child"]
              provisioner "file" {
                content     = "three"
                destination = "/srv/new/"
              }
            }
            """
                .replace("/srv/new/", "/srv/new/file"));
    assertThat(child.version().lineage().parentVersion()).contains(parent.id());
    assertThat(child.version().lineage().parentChannel()).contains("latest");
    assertThat(content(tree(child), "/srv/page")).isEqualTo("two\n");
    assertThat(content(tree(child), "/srv/new/file")).isEqualTo("three");
    OciImage image = OciImage.read(registry.store(), child.image().orElseThrow());
    assertThat(image.config().command()).containsExactly("cat", "/srv/page");
    assertThat(image.config().environment()).contains("A=1");
    assertThat(Sbom.readComponents(registry.store().read(child.version().sbom().orElseThrow())))
        .isEqualTo(Sbom.readComponents(registry.store().read(parent.sbom().orElseThrow())));
  }

  @Test
  void anOciLayoutIsABase() throws Exception {
    BuildOutcome.Baked parent = baked(HOST);
    Descriptor image = OciImage.read(registry.store(), parent.image().orElseThrow()).descriptor();
    OciTransfer.export(
        registry.store(), image, new OciLocation(folder.resolve("layout"), Optional.of("v1")));
    registry.close();
    registry = Registry.open(folder.resolve("other"), Clock.systemUTC());
    BuildOutcome.Baked child =
        baked(
            """
            source "rootfs" "child" {
              base = "oci:LAYOUT:v1"
            }
            build {
              sources = ["source.rootfs.child"]
              provisioner "shell" {
                inline = ["cat /srv/page > /srv/copy"]
              }
            }
            """
                .replace("LAYOUT", folder.resolve("layout").toString()));
    assertThat(child.version().lineage().baseDigest()).contains(parent.image().orElseThrow());
    assertThat(content(tree(child), "/srv/copy")).isEqualTo("two\n");
  }

  @Test
  void anImageOfARegistryCanBeTheBase() throws Exception {
    BuildOutcome.Baked parent = baked(HOST);
    try (FakeRegistry remote = new FakeRegistry()) {
      String name = remote.host() + "/team/base";
      bake(
          HOST.replace(
              "provisioner \"shell\" {\n    inline = [\"rm",
              "post-processor \"oci-push\" {\n    repository = \""
                  + name
                  + "\"\n    tags = [\"v1\"]\n  }\n  provisioner \"shell\" {\n    inline = [\"rm"));
      assertThat(remote.has("team/base/manifests/v1")).isTrue();
      BuildOutcome.Baked child =
          baked(
              """
              source "rootfs" "child" {
                base = "docker://NAME:v1"
              }
              build {
                sources = ["source.rootfs.child"]
                provisioner "shell" {
                  inline = ["cat /srv/page > /srv/copy"]
                }
              }
              """
                  .replace("NAME", name));
      assertThat(child.version().lineage().baseDigest()).contains(parent.image().orElseThrow());
      assertThat(content(tree(child), "/srv/copy")).isEqualTo("two\n");
      BuildOutcome.Failed missing =
          (BuildOutcome.Failed)
              bake(
                  """
                  source "rootfs" "child" {
                    base = "docker://NAME:none"
                  }
                  build {
                    sources = ["source.rootfs.child"]
                  }
                  """
                      .replace("NAME", name));
      assertThat(missing.diagnostics().getFirst().detail())
          .startsWith("The base image can't be pulled: 404 Not Found from " + name);
    }
  }

  @Test
  void aCommandThatIsNotOnThisHostIsNamed() throws Exception {
    BuildOutcome.Failed failed =
        (BuildOutcome.Failed) bake(HOST.replace("\"mkdir\"", "\"mkdir\", \"no-such-command\""));
    assertThat(failed.diagnostics().getFirst().detail())
        .startsWith("This host has no command \"no-such-command\"");
  }

  @Test
  void anImageWithoutAShellSaysWhatToDo() throws Exception {
    BuildOutcome.Failed failed =
        (BuildOutcome.Failed)
            bake(
                """
                source "rootfs" "empty" {
                  base = "scratch"
                }
                build {
                  sources = ["source.rootfs.empty"]
                  provisioner "shell" {
                    inline = ["true"]
                  }
                }
                """);
    assertThat(failed.diagnostics().getFirst().detail()).contains("add \"sh\" to the commands");
  }

  @Test
  void otherToolsReadTheImage() throws Exception {
    assumeTrue(onPath("skopeo"), "skipped, since there is no skopeo on the PATH");
    BuildOutcome.Baked baked = baked(HOST);
    Process skopeo =
        new ProcessBuilder("skopeo", "inspect", "oci:" + registry.store().root() + ":base:v1")
            .redirectErrorStream(true)
            .start();
    String said = new String(skopeo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(skopeo.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains(baked.image().orElseThrow().toString());
  }

  @Test
  void runcRunsTheImage() throws Exception {
    assumeTrue(onPath("runc"), "skipped, since there is no runc on the PATH");
    BuildOutcome.Baked baked = baked(HOST);
    Path bundle = Files.createDirectories(folder.resolve("bundle"));
    Path root = Files.createDirectories(bundle.resolve("rootfs"));
    for (BuildOutcome.BakedLayer layer : baked.layers()) {
      Path blob =
          registry
              .store()
              .root()
              .resolve("blobs")
              .resolve(layer.digest().toString().replace(':', '/'));
      said(bundle, "tar", "-xzf", blob.toString(), "-C", root.toString());
    }
    said(bundle, "runc", "spec");
    Path config = bundle.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"terminal\": true", "\"terminal\": false")
            // Raising limits is a right that containers of CI seldom have.
            .replaceFirst("(?s)\"rlimits\": \\[.*?\\],", "")
            .replaceFirst(
                "(?s)\"args\": \\[.*?\\]", "\"args\": [\"sh\", \"-c\", \"echo from inside\"]"));
    String said = said(bundle, "runc", "run", "ingot-test-" + ProcessHandle.current().pid());
    assumeTrue(
        !said.contains("operation not permitted"), "skipped: runc may not run here: " + said);
    assertThat(said).isEqualTo("from inside\n");
  }
}
