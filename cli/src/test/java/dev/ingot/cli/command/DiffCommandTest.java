package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.LayerWriter;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.Sbom;
import dev.ingot.storage.Digest;
import dev.ingot.storage.archive.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ingot diff} prints. */
final class DiffCommandTest {
  private final Path folder;

  DiffCommandTest(@TempDir Path parent) throws IOException {
    folder = Files.createDirectory(parent.resolve("folder"));
  }

  @BeforeEach
  void bakeTwoVersions() throws IOException {
    try (Registry registry =
        Registry.open(folder.resolveSibling("ingot-home").resolve("registry"), Clock.systemUTC())) {
      bake(registry, "f1", new Tar().file("srv/app", "one").file("srv/old", "x"), "3.0.11");
      bake(registry, "f2", new Tar().file("srv/app", "two!").file("srv/new\n", "x"), "3.0.13");
    }
  }

  private static void bake(Registry registry, String fingerprint, Tar files, String openssl)
      throws IOException {
    ContentStore store = registry.store();
    try (LayerWriter writer = LayerWriter.to(store, 1)) {
      writer.write(files.bytes());
      Layer layer = writer.commit();
      ImageConfig config =
          ImageConfig.empty(new Platform("linux", "amd64")).toBuilder()
              .entrypoint(List.of("/srv/app", "--version=" + openssl))
              .diffIds(List.of(layer.diffId()))
              .build();
      Digest image = OciImage.write(store, config, List.of(layer.descriptor()), Map.of()).digest();
      Digest bill =
          new Sbom(
                  "web",
                  image.toString(),
                  Instant.EPOCH,
                  List.of(Component.library("openssl", openssl, "pkg:deb/debian/openssl")))
              .write(store)
              .digest();
      BeginResult.Claimed claimed =
          (BeginResult.Claimed)
              registry.begin(BeginRequest.of("web", fingerprint, "ada@forge", "ada@forge:1"));
      registry.complete(claimed.claim(), "ada@forge", Completion.ofImage(image).withSbom(bill));
    }
  }

  @Test
  void packagesSettingsAndFilesThatDifferAreShown() {
    Ran ran = Ran.command(folder, "diff", "web:v1", "web:latest");
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .isEqualTo(
            """
            web:v1 -> web:v2  1 new layer, 0 the same

            Packages: 1 changed
              ~ openssl  3.0.11 -> 3.0.13

            Settings: 1 changed
              ~ entrypoint  /srv/app --version=3.0.11 -> /srv/app --version=3.0.13

            Files: 1 added, 1 changed, 1 removed
              ~ srv/app  3 B 0644 -> 4 B 0644
              + srv/new\\u000a  1 B 0644
              - srv/old  1 B 0644
            """);
  }

  @Test
  void anImageDoesNotDifferFromItself() {
    Ran ran = Ran.command(folder, "diff", "-detailed-exitcode", "web", "web:v2");
    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("The images have the same packages, files and settings.");
  }

  @Test
  void programsGetJsonAndAnExitCode() {
    Ran ran = Ran.command(folder, "diff", "-json", "-detailed-exitcode", "web:v2", "web:v1");
    assertThat(ran.code()).isEqualTo(ExitCode.CHANGES);
    assertThat(ran.out())
        .contains("\"image\" : \"web:v2\"", "\"after\" : \"3.0.11\"", "\"name\" : \"srv/new\\n\"");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(Ran.command(folder, "diff", "web").err()).contains("Name two images");
    Ran ran = Ran.command(folder, "diff", "web:v1", "web:v9");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("there is no version or channel web:v9");
  }
}
