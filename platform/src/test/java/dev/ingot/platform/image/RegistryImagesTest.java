package dev.ingot.platform.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.layer.ExtendedAttributes;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.TreeScan;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.jail.Cgroups;
import dev.ingot.platform.driver.jail.HostRoot;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailDetector;
import dev.ingot.platform.driver.jail.JailRoot;
import dev.ingot.platform.driver.jail.JailSpec;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.host.Trees;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.LayerWriter;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.Platform;
import dev.ingot.storage.archive.Tar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistryImagesTest {
  private static final JailCapability COPYING =
      new JailCapability(JailMode.USER_NAMESPACE, false, false, true, false, "");

  @TempDir private Path folder = Path.of("/");
  private ContentStore store = ContentStore.at(Path.of("/"));

  @BeforeEach
  void makeStore() {
    store = ContentStore.at(folder.resolve("images"));
  }

  private Layer layer(byte[] tar) throws Exception {
    try (LayerWriter writer = LayerWriter.to(store, 1)) {
      writer.write(tar);
      return writer.commit();
    }
  }

  private String image(Layer... layers) {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    ImageConfig config =
        ImageConfig.empty(new Platform("linux", architecture)).toBuilder()
            .entrypoint(List.of("/bin/sh", "-c"))
            .command(List.of("cat /new; [ -e /old ] || echo old is gone; ls /dir"))
            .environment(List.of("A=b=c"))
            .user("1000:1000")
            .diffIds(List.of(layers).stream().map(Layer::diffId).toList())
            .build();
    return OciImage.write(
            store, config, List.of(layers).stream().map(Layer::descriptor).toList(), Map.of())
        .digest()
        .toString();
  }

  private String twoLayers() throws Exception {
    return image(
        layer(new Tar().file("old", "1").file("new", "1").file("dir/below", "").bytes()),
        layer(
            new Tar()
                .file(".wh.old", "")
                .file("new", "2\n")
                .file("dir/.wh..wh..opq", "")
                .file("dir/above", "")
                .bytes()));
  }

  @Test
  void extendedAttributesOfFilesComeBack() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Path file = Files.writeString(tree.resolve("file"), "x");
    assumeTrue(
        ExtendedAttributes.write(file, "user.note", "00ff0a3d"),
        "skipped, since this file system has no extended attributes");
    assertThat(ExtendedAttributes.write(file, "user.overlay.opaque", "79")).isTrue();
    Layer layer =
        new LayerArchive(store, 0)
            .write(
                new TreeScan(TreeScan.Ownership.ROOT, TreeScan.OpaqueMark.NEVER, List.of())
                    .scan(tree));
    Path unpacked =
        new RegistryImages(store, folder.resolve("roots"), COPYING).unpacked(layer.descriptor());
    assertThat(ExtendedAttributes.read(unpacked.resolve("file")))
        .isEqualTo(Map.of("user.note", "00ff0a3d"));
  }

  @Test
  void noOtherUserOfThisHostReachesTheLayers() throws Exception {
    Path roots = Files.createDirectories(folder.resolve("roots"));
    Files.setPosixFilePermissions(roots, PosixFilePermissions.fromString("rwxr-xr-x"));
    String digest = twoLayers();
    PreparedImage _ = new RegistryImages(store, roots, COPYING).prepare(digest);
    assertThat(Files.getPosixFilePermissions(roots))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void anImageIsPreparedOnceHoweverManyAsk() throws Exception {
    String digest = twoLayers();
    RegistryImages images = new RegistryImages(store, folder.resolve("roots"), COPYING);
    List<Callable<PreparedImage>> asks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asks.add(() -> images.prepare(digest));
    }
    PreparedImage image = images.prepare(digest);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<PreparedImage> future : threads.invokeAll(asks)) {
        assertThat(future.get()).isEqualTo(image);
      }
    }
    assertThat(image.layers()).hasSize(2);
    assertThat(image.environment()).containsEntry("A", "b=c");
    assertThat(image.user()).contains("1000:1000");
    assertThat(image.entrypoint()).containsExactly("/bin/sh", "-c");
    Path merged = folder.resolve("merged");
    RootMerger.merge(image.layers(), merged);
    assertThat(merged.resolve("new")).hasContent("2\n");
    assertThat(merged.resolve("old")).doesNotExist();
    assertThat(merged.resolve("dir/below")).doesNotExist();
    assertThat(merged.resolve("dir/above")).exists();
  }

  @Test
  void layersNobodyHasAskedForLatelyAreRemovedUnlessAMachineHasThem() throws Exception {
    String kept = twoLayers();
    String unused = image(layer(new Tar().file("unused", "1").bytes()));
    RegistryImages images = new RegistryImages(store, folder.resolve("roots"), COPYING);
    Path root = images.prepare(unused).layers().getFirst();
    List<Path> needed = images.prepare(kept).layers();
    Files.createDirectory(root.resolveSibling(root.getFileName() + ".old"));
    images.removeUnused(Set.of(kept), Instant.now().minusSeconds(3600));
    assertThat(root).as("asked for lately").exists();
    images.removeUnused(Set.of("sha256:" + "0".repeat(64)), Instant.now().plusSeconds(3600));
    assertThat(root).as("it may be one of an image that can't be read").exists();
    images.removeUnused(Set.of(kept), Instant.now().plusSeconds(3600));
    assertThat(root).doesNotExist();
    assertThat(root.resolveSibling(root.getFileName() + ".old")).doesNotExist();
    assertThat(needed).allMatch(Files::isDirectory);
    assertThat(images.prepare(unused).layers().getFirst().resolve("unused")).hasContent("1");
  }

  @Test
  void aLayerThatWasChangedIsUnpackedAgain() throws Exception {
    String digest = twoLayers();
    RegistryImages images = new RegistryImages(store, folder.resolve("roots"), COPYING);
    Path layer = images.prepare(digest).layers().getFirst();
    FileTime modified = Files.getLastModifiedTime(layer.resolve("new"));
    Files.writeString(layer.resolve("new"), "X");
    Files.setLastModifiedTime(layer.resolve("new"), modified);
    assertThat(images.prepare(digest).layers().getFirst().resolve("new")).hasContent("1");
    Files.writeString(layer.resolve("more"), "X");
    assertThat(images.prepare(digest).layers().getFirst().resolve("more")).doesNotExist();
    Object inode = Files.getAttribute(layer, "unix:ino");
    images.prepare(digest);
    assertThat(Files.getAttribute(layer, "unix:ino")).as("left alone").isEqualTo(inode);
  }

  @Test
  void noOtherUserReachesAnUnpackedProgram() throws Exception {
    Path program = Path.of("/usr/bin/setpriv");
    assumeTrue(
        Files.isExecutable(program) && "root".equals(System.getProperty("user.name")),
        "skipped: only root can try as another user");
    Path open = Files.createTempDirectory(Path.of("/tmp"), "ingot-open");
    try {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path home = Files.createDirectory(open.resolve("home"));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.writeString(home.resolve("control"), "");
      RegistryImages images = new RegistryImages(store, home.resolve("platform/roots"), COPYING);
      Path layer =
          images
              .prepare(image(layer(new Tar().entry('0', "su", "", 04755, "#!").bytes())))
              .layers()
              .getFirst();
      assertThat(canRead(program, home.resolve("control"))).isTrue();
      assertThat(canRead(program, layer.resolve("su"))).isFalse();
    } finally {
      Trees.delete(open);
    }
  }

  private static boolean canRead(Path setpriv, Path file) throws Exception {
    return new ProcessBuilder(
                setpriv.toString(), "--reuid=65534", "--clear-groups", "cat", file.toString())
            .redirectErrorStream(true)
            .start()
            .waitFor()
        == 0;
  }

  @Test
  void anUnpackingThatWasKilledIsBegunAgain() throws Exception {
    String digest = twoLayers();
    RegistryImages images = new RegistryImages(store, folder.resolve("roots"), COPYING);
    PreparedImage image = images.prepare(digest);
    Path half = image.layers().getFirst();
    Files.move(half, half.resolveSibling(half.getFileName() + ".new"));
    assertThat(images.prepare(digest)).isEqualTo(image);
    assertThat(half.resolve("new")).hasContent("1");
  }

  @Test
  void aMissingAndADamagedImageAreToldApart() throws Exception {
    RegistryImages images = new RegistryImages(store, folder.resolve("roots"), COPYING);
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> images.prepare("sha256:" + "0".repeat(64)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(PlatformException.Code.NOT_FOUND));
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> images.prepare("latest"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(PlatformException.Code.INVALID));
    Layer hostile = layer(new Tar().file("../../evil", "x").bytes());
    String digest = image(hostile);
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> images.prepare(digest))
        .withMessageContaining("would leave");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void anImageThatHasALayerTwiceStarts() throws Exception {
    JailCapability capability =
        new JailDetector(folder.resolve("trial")).detect(JailMode.ROOT_NAMESPACES);
    assumeTrue(
        capability.overlay(), () -> "skipped: no overlays here: " + capability.explanation());
    RegistryImages images = new RegistryImages(store, folder.resolve("roots"), capability);
    Layer twice = layer(new Tar().file("a", "twice\n").bytes());
    Layer between = layer(new Tar().file("a", "between\n").file("b", "between\n").bytes());
    List<Path> layers =
        new ArrayList<>(List.of(HostRoot.make(folder.resolve("tools"), "sh", "cat")));
    layers.addAll(images.prepare(image(twice, between, twice)).layers());
    JailSpec spec =
        JailSpec.bake(
            Files.createDirectories(folder.resolve("run")),
            new JailRoot.Layers(layers),
            List.of("/bin/cat", "/a", "/b"),
            Map.of(),
            List.of(),
            JailSpec.Network.HOST);
    List<String> output = new ArrayList<>();
    new Jail(capability, Processes.ofHost(), new Cgroups(Path.of("/proc")))
        .run(spec, (_, line) -> output.add(line), Duration.ofSeconds(20));
    assertThat(output).containsExactly("twice", "between");
  }

  @Test
  void layersOfAnImageAreMountedOverEachOther() throws Exception {
    JailCapability capability =
        new JailDetector(folder.resolve("trial")).detect(JailMode.ROOT_NAMESPACES);
    assumeTrue(
        capability.overlay(), () -> "skipped: no overlays here: " + capability.explanation());
    RegistryImages images = new RegistryImages(store, folder.resolve("roots"), capability);
    PreparedImage image = images.prepare(twoLayers());
    Path tools = HostRoot.make(folder.resolve("tools"), "sh", "cat", "ls");
    List<Path> layers = new ArrayList<>(List.of(tools));
    layers.addAll(image.layers());
    List<String> command = new ArrayList<>(image.entrypoint());
    command.addAll(image.command());
    JailSpec spec =
        JailSpec.bake(
            Files.createDirectories(folder.resolve("run")),
            new JailRoot.Layers(layers),
            command,
            Map.of(),
            List.of(),
            JailSpec.Network.HOST);
    List<String> output = new ArrayList<>();
    new Jail(capability, Processes.ofHost(), new Cgroups(Path.of("/proc")))
        .run(spec, (_, line) -> output.add(line), Duration.ofSeconds(20));
    assertThat(output).containsExactly("2", "old is gone", "above");
  }
}
