package dev.ingot.platform.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayeredTreeTest {
  @TempDir Path folder;
  private Path low;
  private Path middle;
  private Path top;
  private LayeredTree tree;

  @BeforeEach
  void layers() throws IOException {
    low = Files.createDirectory(folder.resolve("low"));
    middle = Files.createDirectory(folder.resolve("middle"));
    top = Files.createDirectory(folder.resolve("top"));
    tree = new LayeredTree(List.of(low, middle), top);
  }

  @Test
  void theHighestLayerWins() throws IOException {
    write(low, "etc/name", "low");
    write(low, "etc/other", "other");
    write(middle, "etc/name", "middle");
    assertThat(Files.readString(tree.find("/etc/name").orElseThrow())).isEqualTo("middle");
    assertThat(tree.list("/etc")).containsExactly("name", "other");
  }

  @Test
  void linksAreFollowedInsideAndNeverLeadOut() throws IOException {
    write(low, "usr/bin/sh", "shell");
    Files.createSymbolicLink(low.resolve("bin"), Path.of("usr/bin"));
    Files.createSymbolicLink(middle.resolve("abs"), Path.of("/usr/bin/sh"));
    Files.createSymbolicLink(middle.resolve("out"), Path.of("../../../../../etc/passwd"));
    Files.createSymbolicLink(middle.resolve("loop"), Path.of("loop"));
    assertThat(tree.find("/bin/sh")).contains(low.resolve("usr/bin/sh"));
    assertThat(tree.find("/abs")).contains(low.resolve("usr/bin/sh"));
    assertThat(tree.find("/out")).isEmpty();
    assertThatThrownBy(() -> tree.find("/loop")).hasMessageContaining("too many symbolic links");
  }

  @Test
  void aFileIsPlacedBehindLinksWithTheFoldersBelowIt() throws IOException {
    write(low, "usr/bin/sh", "shell");
    Files.setAttribute(low.resolve("usr/bin"), "unix:mode", 0711);
    Files.createSymbolicLink(low.resolve("bin"), Path.of("usr/bin"));
    Files.writeString(tree.placeForFile("/bin/new"), "new");
    assertThat(top.resolve("usr/bin/new")).hasContent("new");
    assertThat((Integer) Files.getAttribute(top.resolve("usr/bin"), "unix:mode") & 07777)
        .isEqualTo(0711);
    assertThat(tree.list("/bin")).containsExactly("new", "sh");
  }

  @Test
  void aFileDoesNotReplaceAFolder() throws IOException {
    write(low, "srv/page", "x");
    assertThatThrownBy(() -> tree.placeForFile("/srv")).hasMessage("/srv is a folder");
    assertThatThrownBy(() -> tree.placeForFile("/srv/page/below"))
        .hasMessage("/srv/page is not a folder");
  }

  @Test
  void onlyWhatIsOnTopIsRemoved() throws IOException {
    write(low, "srv/page", "x");
    write(top, "srv/script", "y");
    tree.remove("/srv/page");
    tree.remove("/srv/script");
    assertThat(tree.list("/srv")).containsExactly("page");
  }

  private static void write(Path layer, String path, String text) throws IOException {
    Path file = layer.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
