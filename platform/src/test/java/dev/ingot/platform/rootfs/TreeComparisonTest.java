package dev.ingot.platform.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.layer.TreeScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeComparisonTest {
  @TempDir Path root;

  @Test
  void onlyWhatChangedIsTold() throws IOException {
    write("a/kept", "1");
    write("a/changed", "1");
    write("a/gone", "1");
    write("b/gone/deep", "1");
    write("tmp/before", "1");
    TreeComparison before = TreeComparison.of(root, List.of("tmp"));
    write("a/changed", "2");
    write("c/new", "3");
    write("tmp/after", "1");
    Files.delete(root.resolve("a/gone"));
    Files.delete(root.resolve("b/gone/deep"));
    Files.delete(root.resolve("b/gone"));
    assertThat(before.changes(now()))
        .extracting(TreeEntry::archivePath)
        .containsExactlyInAnyOrder("a", "a/changed", "a/.wh.gone", "b", "b/.wh.gone", "c", "c/new");
  }

  @Test
  void nothingChangedIsNothing() throws IOException {
    write("a/kept", "1");
    TreeComparison before = TreeComparison.of(root, List.of());
    assertThat(before.changes(now())).isEmpty();
  }

  @Test
  void aChangeOfModeCounts() throws IOException {
    write("a/file", "1");
    TreeComparison before = TreeComparison.of(root, List.of());
    Files.setAttribute(root.resolve("a/file"), "unix:mode", 0600);
    assertThat(before.changes(now()))
        .extracting(TreeEntry::path)
        .containsExactlyInAnyOrder("a", "a/file");
  }

  private List<TreeEntry> now() throws IOException {
    return new TreeScan(TreeScan.Ownership.ROOT, TreeScan.OpaqueMark.NEVER, List.of("tmp"))
        .scan(root);
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
