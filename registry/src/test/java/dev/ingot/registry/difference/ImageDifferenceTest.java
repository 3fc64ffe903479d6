package dev.ingot.registry.difference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.registry.Registry;
import dev.ingot.registry.VersionReference;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.LayerWriter;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.difference.ImageDifference.Change;
import dev.ingot.registry.difference.ImageDifference.Layers;
import dev.ingot.storage.Digest;
import dev.ingot.storage.archive.Tar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageDifferenceTest {
  private final Registry registry;
  private int versions;

  ImageDifferenceTest(@TempDir Path folder) {
    registry = Registry.open(folder.resolve("registry"), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private OciImage image(List<String> environment, Tar... tars) throws IOException {
    List<Descriptor> layers = new ArrayList<>();
    List<Digest> contents = new ArrayList<>();
    for (Tar tar : tars) {
      try (LayerWriter writer = LayerWriter.to(registry.store(), 1)) {
        writer.write(tar.bytes());
        Layer layer = writer.commit();
        layers.add(layer.descriptor());
        contents.add(layer.diffId());
      }
    }
    ImageConfig config =
        ImageConfig.empty(Images.LINUX).toBuilder()
            .environment(environment)
            .diffIds(contents)
            .build();
    return OciImage.write(registry.store(), config, layers, Map.of());
  }

  private Version version(OciImage image) {
    versions++;
    BeginResult.Claimed claimed =
        (BeginResult.Claimed)
            registry.begin(BeginRequest.of("web", "f" + versions, "ada@forge", "ada@forge:1"));
    return registry.complete(claimed.claim(), "ada@forge", Completion.ofImage(image.digest()));
  }

  private static String told(Change<?> change) {
    return (change.before().isEmpty() ? "+" : change.after().isEmpty() ? "-" : "~") + change.name();
  }

  private List<String> files(Tar[] before, Tar... after) throws IOException {
    return ImageDifference.between(
            registry.store(), version(image(List.of(), before)), version(image(List.of(), after)))
        .files()
        .stream()
        .map(ImageDifferenceTest::told)
        .toList();
  }

  @Test
  void filesThatAreNewGoneOrOtherAreNamed() throws Exception {
    assertThat(
            files(
                new Tar[] {
                  new Tar().file("same", "a").file("other", "a").file("gone", "a").file("m", "a")
                },
                new Tar()
                    .file("./same", "a")
                    .file("other", "b")
                    .file("new", "a")
                    .entry('0', "m", "", 0755, "a")))
        .containsExactly("-gone", "~m", "+new", "~other");
  }

  @Test
  void onlyWhatTheLayersGiveTogetherCounts() throws Exception {
    assertThat(
            files(
                new Tar[] {new Tar().file("etc/a", "1").file("etc/b", "2")},
                new Tar().file("etc/a", "0").file("etc/b", "2").file("etc/c", "3"),
                new Tar().file("etc/a", "1").file("etc/.wh.c", "")))
        .isEmpty();
  }

  @Test
  void anOpaqueFolderHidesWhatIsBelow() throws Exception {
    assertThat(
            files(
                new Tar[] {new Tar().directory("d").file("d/new", "1").file("dd", "2")},
                new Tar().directory("d").file("d/old", "1").file("d/x/y", "1").file("dd", "2"),
                new Tar().directory("d").file("d/new", "1").file("d/.wh..wh..opq", "")))
        .isEmpty();
  }

  @Test
  void aFileInThePlaceOfAFolderRemovesWhatWasBelow() throws Exception {
    assertThat(
            files(
                new Tar[] {new Tar().file("d", "1")},
                new Tar().directory("d").file("d/old", "1"),
                new Tar().file("d", "1")))
        .isEmpty();
  }

  @Test
  void aHardLinkIsTheFileItLinksTo() throws Exception {
    assertThat(
            files(
                new Tar[] {new Tar().file("a", "1").file("b", "1")},
                new Tar().file("a", "1"),
                new Tar().hardlink("b", "a")))
        .isEmpty();
  }

  @Test
  void settingsAndLayersAreCompared() throws Exception {
    Tar base = new Tar().file("base", "1");
    Version before = version(image(List.of("A=1", "B=2"), base));
    Version after = version(image(List.of("A=1", "B=3"), base, new Tar().file("more", "1")));
    ImageDifference difference = ImageDifference.between(registry.store(), before, after);
    assertThat(difference.settings().stream().map(ImageDifferenceTest::told))
        .containsExactly("~environment B");
    assertThat(difference.layers()).isEqualTo(new Layers(1, 1));
    assertThat(ImageDifference.between(registry.store(), after, after).isEmpty()).isTrue();
  }

  @Test
  void aVersionIsFoundByNumberChannelBucketOrDigest() throws Exception {
    Version first = version(image(List.of("A=1")));
    Version second = version(image(List.of("A=2")));
    assertThat(VersionReference.find(registry, "web:v1")).isEqualTo(first);
    assertThat(VersionReference.find(registry, "web:latest")).isEqualTo(second);
    assertThat(VersionReference.find(registry, "web")).isEqualTo(second);
    assertThat(VersionReference.find(registry, first.image().orElseThrow().toString()))
        .isEqualTo(first);
    for (String wrong : List.of("web:v3", "web:prod", "db", "db:v1", "", "web:", "web:v0")) {
      assertThatThrownBy(() -> VersionReference.find(registry, wrong))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("to list images: ingot images");
    }
  }
}
