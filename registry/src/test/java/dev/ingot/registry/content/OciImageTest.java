package dev.ingot.registry.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.storage.Digest;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciImageTest {
  private final Path folder;
  private final ContentStore store;

  OciImageTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = ContentStore.at(folder.resolve("images"));
  }

  @Test
  void anImageIsReadBackByItsDigest() {
    OciImage written = Images.write(store, "hello");
    assertThat(OciImage.read(store, written.digest())).isEqualTo(written);
    assertThat(OciImage.describe(store, written.digest()).mediaType())
        .isEqualTo(MediaTypes.MANIFEST);
  }

  @Test
  void theSameContentIsTheSameImage() {
    assertThat(Images.write(store, "hello").digest())
        .isEqualTo(Images.write(ContentStore.at(folder.resolve("other")), "hello").digest());
    assertThat(Images.write(store, "hello").digest())
        .isNotEqualTo(Images.write(store, "other").digest());
  }

  @Test
  void aLayerIsReadBackUncompressed() throws IOException {
    OciImage image = Images.write(store, "hello");
    try (InputStream in = Layer.open(store, image.manifest().layers().getFirst())) {
      byte[] tar = in.readAllBytes();
      assertThat(tar).isEqualTo(Images.tar("etc/motd", "hello"));
      assertThat(Digest.of(tar)).isEqualTo(image.config().diffIds().getFirst());
    }
  }

  @Test
  void aDamagedLayerIsNamed() throws IOException {
    Descriptor layer = Images.write(store, "hello").manifest().layers().getFirst();
    byte[] whole = Files.readAllBytes(store.path(layer.digest()));
    for (int cut : new int[] {0, 5, whole.length / 2, whole.length - 1}) {
      Files.write(store.path(layer.digest()), java.util.Arrays.copyOf(whole, cut));
      assertThatThrownBy(
              () -> {
                try (InputStream in = Layer.open(store, layer)) {
                  in.readAllBytes();
                }
              })
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(layer.digest().toString());
    }
    Files.write(store.path(layer.digest()), java.util.Arrays.copyOf(whole, whole.length + 3));
    assertThatThrownBy(
            () -> {
              try (InputStream in = Layer.open(store, layer)) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(RegistryException.class);
  }

  @Test
  void aLayerCompressedByZstandardIsReadAndADamagedOneNamed() throws Exception {
    byte[] text = "layer ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(compressed)) {
      out.write(text);
    }
    Descriptor layer = store.write(MediaTypes.LAYER_ZSTD, compressed.toByteArray());
    try (InputStream in = Layer.open(store, layer)) {
      assertThat(in.readAllBytes()).isEqualTo(text);
    }

    for (byte[] wrong :
        List.of(
            new byte[] {1, 2, 3, 4, 5},
            java.util.Arrays.copyOf(compressed.toByteArray(), compressed.size() / 2))) {
      Descriptor damaged = store.write(MediaTypes.LAYER_ZSTD, wrong);
      assertThatThrownBy(
              () -> {
                try (InputStream in = Layer.open(store, damaged)) {
                  in.readAllBytes();
                }
              })
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(damaged.digest() + " is damaged");
    }
  }

  @Test
  void aLayerCompressedInAnUnknownWayIsRefusedWithTheReason() {
    Descriptor layer = store.write("application/vnd.oci.image.layer.v1.tar+brotli", new byte[] {1});
    assertThatThrownBy(() -> Layer.open(store, layer))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("only tar, tar+gzip and tar+zstd");
  }

  @Test
  void anIndexGivesTheImageForThePlatform() {
    Descriptor amd = Images.write(store, "amd").descriptor();
    Descriptor arm =
        Images.write(store, "arm").descriptor().withPlatform(Platform.parse("linux/arm64/v8"));
    Digest index = store.write(MediaTypes.INDEX, OciJson.writeIndex(List.of(amd, arm))).digest();

    assertThat(OciImage.read(store, index, Platform.parse("linux/arm64")).digest())
        .isEqualTo(arm.digest());
    assertThatThrownBy(() -> OciImage.read(store, index, Platform.parse("windows/amd64")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no image for windows/amd64");
    assertThatThrownBy(() -> OciImage.read(store, index))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("holds 2 images");
  }

  @Test
  void aManifestOfForeignMakeIsRead() {
    Descriptor config =
        store.write(
            "application/vnd.docker.container.image.v1+json",
            """
            {"architecture":"amd64","os":"linux","config":{"Env":null,"Cmd":["sh"],"Healthcheck":{"Test":["x"]},
             "ExposedPorts":{"80/tcp":{}}},"rootfs":{"type":"layers","diff_ids":[]},"created":"2024-03-01T10:00:00+01:00",
             "history":[{"created_by":"x","empty_layer":true,"created":"2024-03-01T10:00:00.123456789Z"}],"container":"z"}
            """
                .getBytes(StandardCharsets.UTF_8));
    Digest manifest =
        store
            .write(
                MediaTypes.DOCKER_MANIFEST,
                ("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"size\":"
                        + config.size()
                        + ",\"digest\":\""
                        + config.digest()
                        + "\"},\"layers\":[]}")
                    .getBytes(StandardCharsets.UTF_8))
            .digest();
    ImageConfig read = OciImage.read(store, manifest).config();
    assertThat(read.command()).containsExactly("sh");
    assertThat(read.exposedPorts()).containsExactly("80/tcp");
    assertThat(read.created().orElseThrow()).hasToString("2024-03-01T09:00:00Z");
  }

  @Test
  void whatIsNoImageIsRefusedWithoutATrace() {
    for (String text :
        new String[] {
          "",
          "{",
          "[]",
          "{}",
          "{\"config\":3}",
          "{\"config\":{},\"layers\":[{}]}",
          "{\"manifests\":{}}",
          "[".repeat(5000),
          "{\"a\":".repeat(2000),
          "null",
          "{\"config\":{\"digest\":\"sha256:../../etc\"}}"
        }) {
      Digest digest = store.write("x/y", text.getBytes(StandardCharsets.UTF_8)).digest();
      assertThatThrownBy(() -> OciImage.read(store, digest))
          .as(text.substring(0, Math.min(20, text.length())))
          .isInstanceOf(RegistryException.class);
    }
  }

  @Test
  void anImageTravelsBetweenLayouts() {
    OciImage image = Images.write(store, "hello");
    OciLocation target = OciLocation.parse("oci:" + folder.resolve("out") + ":web:v1");
    OciTransfer.export(store, image.descriptor(), target);
    ContentStore other = ContentStore.at(folder.resolve("third"));
    Descriptor imported = OciTransfer.importFrom(target, other);

    assertThat(OciImage.read(other, imported.digest())).isEqualTo(image);
    assertThat(
            OciTransfer.importFrom(
                new OciLocation(target.folder(), java.util.Optional.empty()), other))
        .isEqualTo(imported);
    assertThatThrownBy(
            () ->
                OciTransfer.importFrom(
                    OciLocation.parse("oci:" + folder.resolve("out") + ":no"), other))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("only [web:v1]");
    assertThatThrownBy(
            () -> OciTransfer.importFrom(OciLocation.parse("oci:" + folder.resolve("none")), other))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("isn't an OCI layout folder");
  }

  @Test
  void aDamagedBlobIsNotImported() throws IOException {
    OciImage image = Images.write(store, "hello");
    store.tag("x", image.descriptor());
    Path layer = store.path(image.manifest().layers().getFirst().digest());
    byte[] bytes = Files.readAllBytes(layer);
    bytes[bytes.length / 2] ^= 1;
    Files.write(layer, bytes);
    ContentStore other = ContentStore.at(folder.resolve("other"));
    assertThatThrownBy(
            () -> OciTransfer.importFrom(OciLocation.parse("oci:" + store.root() + ":x"), other))
        .isInstanceOf(RegistryException.class);
    assertThat(other.has(image.digest())).isFalse();
  }

  @Test
  void otherToolsReadTheLayout() throws IOException, InterruptedException {
    assumeTrue(onPath("skopeo"), "skopeo isn't on PATH: the layout isn't checked by another tool");
    OciImage image = Images.write(store, "hello");
    store.tag("web:v1", image.descriptor());
    assertThat(skopeo("inspect", "oci:" + store.root() + ":web:v1"))
        .contains(image.digest().toString())
        .contains("PATH=/bin");
    // A copy by the other tool checks every layer, and gives a layout of its own making.
    Path copy = folder.resolve("copy");
    String _ =
        skopeo(
            "--insecure-policy",
            "copy",
            "oci:" + store.root() + ":web:v1",
            "oci:" + copy + ":again");
    Descriptor imported =
        OciTransfer.importFrom(
            OciLocation.parse("oci:" + copy + ":again"), ContentStore.at(folder.resolve("third")));
    assertThat(imported.digest()).isEqualTo(image.digest());
  }

  private String skopeo(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("skopeo"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("skopeo.out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  @Test
  void labelsOfAConfigurationAreSortedInItsText() {
    byte[] json =
        OciJson.writeConfig(
            ImageConfig.empty(Images.LINUX).toBuilder().labels(Map.of("b", "1", "a", "2")).build());
    assertThat(new String(json, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Labels\":{\"a\":\"2\",\"b\":\"1\"}},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]},\"history\":[]}");
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String entry : path.split(java.io.File.pathSeparator, -1)) {
      if (!entry.isEmpty() && Files.isExecutable(Path.of(entry, program))) {
        return true;
      }
    }
    return false;
  }
}
