package dev.ingot.platform.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.storage.archive.Tar;
import dev.ingot.storage.archive.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayerUnpackerTest {
  private static final UnpackLimits LIMITS = new UnpackLimits(1 << 20, 50);

  @TempDir private Path folder = Path.of("/");
  private Path root = Path.of("/");

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(folder.resolve("layer"));
  }

  private void unpack(Tar tar) throws Exception {
    new LayerUnpacker(root, false, false, LIMITS).unpack(new ByteArrayInputStream(tar.bytes()));
  }

  private void refuses(Tar tar, String problem) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> unpack(tar))
        .withMessageContaining(problem);
  }

  @Test
  void aLayerIsUnpackedWithItsModesTimesAndLinks() throws Exception {
    unpack(
        new Tar()
            .entry('5', "locked/", "", 0500, "")
            .entry('0', "locked/tool", "", 0750, "#!")
            .symlink("link", "/etc/passwd")
            .hardlink("same", "locked/tool")
            .pax("path", "deep/" + "n".repeat(180))
            .file("short", "long name"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("locked"))))
        .isEqualTo("r-x------");
    assertThat(Files.getLastModifiedTime(root.resolve("locked")).toMillis())
        .isEqualTo(1_000_000_000_000L);
    assertThat(root.resolve("same")).hasContent("#!");
    assertThat(Files.isSameFile(root.resolve("same"), root.resolve("locked/tool"))).isTrue();
    assertThat(Files.readSymbolicLink(root.resolve("link"))).isEqualTo(Path.of("/etc/passwd"));
    assertThat(root.resolve("deep").resolve("n".repeat(180))).hasContent("long name");
  }

  @Test
  void aLayerThatGrowsBeyondItsLimitsIsRefused() throws Exception {
    refuses(new Tar().file("zeros", "0".repeat(2 << 20)), "more than 1 MiB");
    Tar many = new Tar();
    for (int i = 0; i < 60; i++) {
      many.file("f" + i, "");
    }
    refuses(many, "more than 50 entries");
  }

  @Test
  void nothingIsWrittenOutside() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    refuses(new Tar().file("../outside/x", "bad"), "would leave");
    refuses(new Tar().file("a/../../outside/y", "bad"), "would leave");
    refuses(new Tar().symlink("z", outside.toString()).file("z/x", "bad"), "which is no directory");
    refuses(new Tar().hardlink("h", "../outside"), "would leave");
    refuses(
        new Tar().symlink("s", outside.toString()).hardlink("t", "s/x"), "which is no directory");
    unpack(new Tar().file("/absolute", "inside"));
    assertThat(root.resolve("absolute")).hasContent("inside");
    try (var entries = Files.list(outside)) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void aFileOverALinkReplacesTheLink() throws Exception {
    Path outside = Files.writeString(folder.resolve("target"), "untouched");
    unpack(new Tar().symlink("x", outside.toString()).file("x", "new"));
    assertThat(outside).hasContent("untouched");
    assertThat(Files.isSymbolicLink(root.resolve("x"))).isFalse();
    assertThat(root.resolve("x")).hasContent("new");
  }

  @Test
  void devicesAndPipesAreLeftOut() throws Exception {
    unpack(
        new Tar()
            .entry('3', "dev/mem", "", 0666, "")
            .entry('4', "dev/sda", "", 0666, "")
            .entry('6', "pipe", "", 0666, "")
            .file("rest", "here"));
    assertThat(root.resolve("dev/mem")).doesNotExist();
    assertThat(root.resolve("pipe")).doesNotExist();
    assertThat(root.resolve("rest")).hasContent("here");
  }

  @Test
  void whiteoutsTakeAwayWhatIsBelow() throws Exception {
    Path lower = Files.createDirectory(folder.resolve("lower"));
    new LayerUnpacker(lower, false, false, LIMITS)
        .unpack(
            new ByteArrayInputStream(
                new Tar().file("a/gone", "1").file("a/kept", "2").file("b/old", "3").bytes()));
    unpack(
        new Tar()
            .file("a/.wh.gone", "")
            .directory("b/")
            .file("b/.wh..wh..opq", "")
            .file("b/new", "4"));
    Path merged = folder.resolve("merged");
    RootMerger.merge(List.of(lower, root), merged);
    assertThat(merged.resolve("a/gone")).doesNotExist();
    assertThat(merged.resolve("a/kept")).hasContent("2");
    assertThat(merged.resolve("b/old")).doesNotExist();
    assertThat(merged.resolve("b/new")).hasContent("4");
    refuses(new Tar().file(".wh...", ""), "white-out");
    refuses(new Tar().file("a/.wh.", ""), "white-out");
  }

  @Test
  void aDamagedStreamIsRefused() {
    byte[] bytes = new Tar().file("a", "content").bytes();
    byte[] cut = java.util.Arrays.copyOf(bytes, 515);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                new LayerUnpacker(root, false, false, LIMITS)
                    .unpack(new ByteArrayInputStream(cut)));
    bytes[5] ^= 1;
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                new LayerUnpacker(root, false, false, LIMITS)
                    .unpack(new ByteArrayInputStream(bytes)))
        .withMessageContaining("checksum");
  }

  @Property(tries = 300)
  void whateverComesIsReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes =
        new Tar().file("a", "x").pax("size", "9").file("b", "y").symlink("c", "d").bytes();
    for (int i = 0; i < 5; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    TarReader reader = new TarReader(new ByteArrayInputStream(bytes));
    try {
      while (reader.next().isPresent()) {
        while (reader.read(new byte[100]) >= 0) {
          assertThat(reader).isNotNull();
        }
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  void theRootItselfKeepsItsPlace() throws Exception {
    unpack(new Tar().directory("./").file("./x", "1"));
    assertThat(Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(root.resolve("x")).hasContent("1");
  }
}
