package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.home.Home;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.LayerWriter;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.Platform;
import dev.ingot.storage.Digest;
import dev.ingot.storage.archive.Tar;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ingot retire} keeps, and what goes with its blobs. */
final class RetireCommandTest {
  private static final String PROVIDER =
      """
      terraform {
        required_providers {
          ingot = {
            source = "ingot.dev/ingot/ingot"
          }
        }
      }

      """;

  private static final String RETAIN =
      """
      retain {
        versions  = 1
        days      = 0
        releases  = 1
        delay     = "0s"
        max_share = "100%"
      }
      """;

  private final Path folder;
  private final Path other;

  RetireCommandTest(@TempDir Path parent) throws IOException {
    folder = Files.createDirectory(parent.resolve("folder"));
    other = Files.createDirectory(parent.resolve("other"));
  }

  @FunctionalInterface
  private interface Work {
    void on(Registry registry) throws IOException;
  }

  private void registry(Work work) throws IOException {
    Home home = new Home(folder.resolveSibling("ingot-home"), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      work.on(registry);
    }
  }

  private static Version bake(Registry registry, String name, Lineage lineage) throws IOException {
    ContentStore store = registry.store();
    try (LayerWriter writer = LayerWriter.to(store, 1)) {
      writer.write(new Tar().file("srv/app", name).bytes());
      Layer layer = writer.commit();
      ImageConfig config =
          ImageConfig.empty(new Platform("linux", "amd64")).toBuilder()
              .diffIds(List.of(layer.diffId()))
              .build();
      Digest image = OciImage.write(store, config, List.of(layer.descriptor()), Map.of()).digest();
      BeginResult.Claimed claimed =
          (BeginResult.Claimed)
              registry.begin(
                  BeginRequest.of("web", name, "ada@forge", "ada@forge:1").withLineage(lineage));
      return registry.complete(claimed.claim(), "ada@forge", Completion.ofImage(image));
    }
  }

  private static void up(Path folder) {
    Ran up = Ran.command(folder, "up", "-no-color");
    assertThat(up.code()).as(up.all()).isZero();
  }

  private Ran retire(String... options) {
    Ran ran =
        Ran.command(
            folder, Stream.concat(Stream.of("retire"), Stream.of(options)).toArray(String[]::new));
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    return ran;
  }

  /** Six versions, of which only the first is used by nothing. */
  @BeforeEach
  void deployTwoStacks() throws IOException {
    registry(
        registry -> {
          for (int number = 1; number <= 5; number++) {
            Version version = bake(registry, "web " + number, Lineage.unknown());
            if (number == 4) {
              Files.writeString(
                  other.resolve("main.tf"),
                  "resource \"terraform_data\" \"x\" {\n  input = \""
                      + version.image().orElseThrow()
                      + "\"\n}\n");
            }
            if (number == 5) {
              registry.channels().assign("web", "production", version.id(), "ada@forge", "");
            }
          }
          Version base = registry.versions().find("web", 3).orElseThrow();
          Version _ = bake(registry, "web 6", Lineage.ofVersion(base));
        });
    Files.writeString(
        folder.resolve("main.tf"),
        PROVIDER
            + """
            data "ingot_image" "web" {
              bucket  = "web"
              channel = "production"
            }

            data "ingot_image" "pinned" {
              bucket  = "web"
              version = "2"
            }

            resource "terraform_data" "web" {
              input = data.ingot_image.web.digest
            }
            """);
    Files.writeString(folder.resolve("web.ingot.hcl"), RETAIN);
    up(folder);
    Ran applied = Ran.command(other, "apply", "-auto-approve");
    assertThat(applied.code()).as(applied.all()).isZero();
  }

  /** Blobs of less than an hour are spared. */
  private void age() throws IOException {
    Path blobs = folder.resolveSibling("ingot-home").resolve("registry/images/blobs/sha256");
    try (Stream<Path> files = Files.list(blobs)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
      }
    }
  }

  private void usedVersionsAreWhole() throws IOException {
    registry(
        registry -> {
          assertThat(registry.versions().in("web"))
              .extracting(Version::label)
              .contains("v6", "v5", "v4", "v3", "v2");
          for (Version version : registry.versions().in("web")) {
            OciImage image = OciImage.read(registry.store(), version.image().orElseThrow());
            image
                .manifest()
                .layers()
                .forEach(layer -> assertThat(registry.store().fault(layer.digest())).isEmpty());
          }
        });
    Ran audit = Ran.command(folder, "audit", "verify");
    assertThat(audit.code()).as(audit.all()).isZero();
  }

  @Test
  void theProofNamesWhatKeepsEachVersion() {
    Ran ran = retire("-dry-run", "-no-color");
    assertThat(ran.out())
        .containsPattern(
            "web:v6 +active +kept +channel latest points to it; it is the newest version\n")
        .containsPattern(
            "web:v5 +active +kept +channel production points to it; release 1 of "
                + folder
                + " can be rolled back to; used by the state of "
                + folder
                + "\n")
        .containsPattern("web:v4 +active +kept +used by the state of " + other + "\n")
        .containsPattern("web:v3 +active +kept +it is the base of web:v6\n")
        .containsPattern(
            "web:v2 +active +kept +release 1 of "
                + folder
                + " can be rolled back to; used by the state of "
                + folder
                + "\n")
        .containsPattern("web:v1 +active +deprecate +nothing uses it and it is \\d+");
    assertThat(retire("-dry-run", "-json").out())
        .contains("\"version\" : \"web:v1\"", "\"verdict\" : \"due\"", "\"step\" : \"deprecate\"");
    assertThat(Ran.command(folder, "images").out()).doesNotContain("deprecated");
  }

  @Test
  void theDiskThatVersionsTakeIsShown() {
    Ran usage = Ran.command(folder, "images", "-usage");
    assertThat(usage.code()).as(usage.all()).isZero();
    assertThat(usage.out())
        .containsPattern("IMAGE +STATUS +SIZE +OWN\nweb +\\S+ kB +(\\S+) kB\n")
        .containsPattern("  v1 +active +\\d+ B +\\d+ B\n")
        .contains("0 B that nothing needs (ingot images prune).")
        .doesNotContain("on the way out");
    assertThat(retire().out()).startsWith("Deprecated web:v1");
    assertThat(Ran.command(folder, "images", "-usage").out())
        .containsPattern("Deleting the version on the way out frees \\d+ B\\.");
    assertThat(Ran.command(folder, "images", "-usage", "-json", "web").out())
        .contains("\"own\" : ", "\"on_the_way_out\" : ", "\"total\" : ");
    assertThat(retire("-dry-run").out())
        .containsPattern("Once all that goes is deleted, \\d+ B are free\\.");
  }

  @Test
  void whatNothingUsesGoesStageByStageWithItsBlobs() throws IOException {
    age();
    assertThat(retire().out()).startsWith("Deprecated web:v1: nothing uses it");
    assertThat(Ran.command(folder, "images").out()).containsPattern("web:v1 +deprecated");
    assertThat(retire().out()).startsWith("Disabled web:v1: nothing uses it");
    assertThat(Ran.command(folder, "images").out()).containsPattern("web:v1 +disabled");
    Ran deleted = retire();
    assertThat(deleted.out())
        .startsWith("Deleted web:v1: nothing uses it")
        .contains("Deleted 3 unused blobs");
    assertThat(Ran.command(folder, "images").out()).doesNotContain("web:v1");
    assertThat(retire().out()).startsWith("Nothing to retire now.");
    usedVersionsAreWhole();
  }

  @Test
  void aDisabledVersionCanNotBeUsedAndComesBackWhenItIs() throws IOException {
    assertThat(retire().out()).startsWith("Deprecated web:v1");
    assertThat(retire().out()).startsWith("Disabled web:v1");
    Files.writeString(
        other.resolve("image.tf"),
        PROVIDER + "data \"ingot_image\" \"x\" {\n  bucket = \"web\"\n  version = \"1\"\n}\n");
    Ran refused = Ran.command(other, "plan", "-no-color");
    assertThat(refused.code()).isEqualTo(ExitCode.ERROR);
    assertThat(refused.err()).contains("Version retired", "web:v1 is disabled");
    Files.delete(other.resolve("image.tf"));
    registry(
        registry ->
            Files.writeString(
                other.resolve("main.tf"),
                "resource \"terraform_data\" \"y\" {\n  input = \""
                    + registry.versions().find("web", 1).orElseThrow().image().orElseThrow()
                    + "\"\n}\n"));
    assertThat(Ran.command(other, "apply", "-auto-approve").code()).isZero();
    assertThat(retire().out())
        .contains("Reinstated web:v1: used by the state of " + other)
        .contains("Deprecated web:v4");
    assertThat(Ran.command(folder, "images").out()).containsPattern("web:v1 +active");
  }

  @Test
  void aStackWhoseStateIsGoneKeepsEverythingUntilItIsForgotten() throws IOException {
    Files.delete(other.resolve("terraform.tfstate"));
    assertThat(retire("-dry-run").out())
        .containsPattern(
            "web:v1 +active +kept +the state of "
                + other
                + " may use it, but can't be read: there is none, although something was deployed");
    assertThat(retire().out()).startsWith("Nothing to retire now.");
    assertThat(retire("-forget", other.toString()).out()).startsWith("Forgotten: " + other);
    assertThat(retire("-dry-run").out())
        .containsPattern("web:v1 +active +deprecate")
        .containsPattern("web:v4 +active +deprecate");
    assertThat(Ran.command(folder, "retire", "-forget", "/nowhere").err())
        .contains("nothing was ever deployed from /nowhere");
  }

  @Test
  void aDestroyedStackKeepsNothing() throws IOException {
    Ran destroyed = Ran.command(other, "destroy", "-auto-approve");
    assertThat(destroyed.code()).as(destroyed.all()).isZero();
    try (Stream<Path> files = Files.walk(other)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    assertThat(retire("-dry-run").out()).containsPattern("web:v4 +active +deprecate");
  }

  @Test
  void withoutABlockNothingIsRetired() throws IOException {
    Files.delete(folder.resolve("web.ingot.hcl"));
    Ran ran = Ran.command(folder, "retire");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("there is no retain block");
    assertThat(Ran.command(folder, "retire", "-json").err()).contains("ingot retire -dry-run");
  }

  @Test
  void watchRetiresWhereNothingElseIsToBeDone() {
    Ran watch = Ran.command(folder, "watch", "-once", "-no-color");
    assertThat(watch.code()).as(watch.all()).isZero();
    assertThat(watch.out()).containsPattern("(?m)^\\S+Z deprecated web:v1: nothing uses it");
  }

  @Test
  void aProcessThatIsKilledIsFollowedByOneThatFinishes() throws Exception {
    age();
    for (int kills = 0; kills < 3; kills++) {
      Process process =
          Ran.process(folder, "retire", "-no-color")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader reader = process.inputReader()) {
        assertThat(reader.readLine()).as("step %d", kills).contains("web:v1");
        process.toHandle().destroyForcibly();
      }
      int _ = process.waitFor();
      usedVersionsAreWhole();
    }
    retire();
    assertThat(Ran.command(folder, "images").out()).doesNotContain("web:v1");
    registry(
        registry ->
            assertThat(registry.unreachable(java.util.Set.of(), Duration.ofHours(1))).isEmpty());
  }
}
