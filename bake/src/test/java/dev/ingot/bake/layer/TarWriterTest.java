package dev.ingot.bake.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.layer.TreeEntry.Access;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarWriterTest {
  @TempDir Path folder;

  @Property(tries = 100)
  void theOrderOfEntriesDoesNotMatter(
      @ForAll @Size(min = 1, max = 20)
          Map<
                  @AlphaChars @NumericChars @StringLength(min = 1, max = 40) String,
                  @StringLength(max = 50) String>
              files,
      @ForAll long seed)
      throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    files.forEach((path, text) -> entries.add(file(path, text)));
    byte[] first = sorted(entries);
    Collections.shuffle(entries, new Random(seed));
    assertThat(sorted(entries)).isEqualTo(first);
  }

  @Property(tries = 100)
  void whatWasWrittenIsReadBack(
      @ForAll @Size(min = 1, max = 10)
          List<@AlphaChars @StringLength(min = 1, max = 90) String> parts,
      @ForAll @StringLength(max = 2000) String text)
      throws IOException {
    String path = String.join("/", parts);
    Map<String, String> read = read(sorted(List.of(file(path, text))));
    assertThat(read)
        .containsExactly(
            Map.entry(
                path,
                "0:" + new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
  }

  @Test
  void everyKindOfEntryHasItsForm() throws IOException {
    String deep = "d/" + "x".repeat(99) + "/" + "y".repeat(99) + "/" + "z".repeat(120);
    Map<String, String> read =
        read(
            sorted(
                List.of(
                    new TreeEntry.Directory("d", Access.root(0755)),
                    file("d/ü", "umlaut"),
                    file(deep, "deep"),
                    new TreeEntry.SymbolicLink("d/s", Access.root(0777), "t".repeat(150)),
                    new TreeEntry.HardLink("d/zz", "d/s"),
                    new TreeEntry.Whiteout("d/gone"),
                    new TreeEntry.OpaqueDirectory("d"),
                    new TreeEntry.Pipe("d/p", Access.root(0600)))));
    assertThat(read)
        .containsEntry("d/", "5:")
        .containsEntry("d/ü", "0:umlaut")
        .containsEntry(deep, "0:deep")
        .containsEntry("d/s", "2:->" + "t".repeat(150))
        .containsEntry("d/zz", "1:->d/s")
        .containsEntry("d/.wh.gone", "0:")
        .containsEntry("d/.wh..wh..opq", "0:")
        .containsEntry("d/p", "6:");
  }

  @Test
  void parentsComeBeforeWhatIsInThem() {
    List<TreeEntry> entries =
        new ArrayList<>(
            List.of(file("a-b", ""), file("a/b", ""), file("a", ""), file("a/b/c", "")));
    entries.sort(TreeEntry.ORDER);
    assertThat(entries).extracting(TreeEntry::path).containsExactly("a", "a/b", "a/b/c", "a-b");
  }

  @Test
  void theTreeOfAFolderDoesNotDependOnItsTimes() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/c"), "text");
    Files.createSymbolicLink(folder.resolve("a/l"), Path.of("b/c"));
    Files.createLink(folder.resolve("a/z"), folder.resolve("a/b/c"));
    byte[] first = sorted(scan());
    Files.setLastModifiedTime(
        folder.resolve("a/b/c"), java.nio.file.attribute.FileTime.fromMillis(12345));
    assertThat(sorted(scan())).isEqualTo(first);
    assertThat(read(first))
        .containsEntry("a/b/c", "0:text")
        .containsEntry("a/l", "2:->b/c")
        .containsEntry("a/z", "1:->a/b/c");
  }

  private List<TreeEntry> scan() throws IOException {
    return new TreeScan(TreeScan.Ownership.ROOT, TreeScan.OpaqueMark.NEVER, List.of()).scan(folder);
  }

  private static TreeEntry file(String path, String text) {
    return new TreeEntry.RegularFile(path, Access.root(0644), new TreeEntry.Content.Text(text));
  }

  private static byte[] sorted(List<TreeEntry> entries) throws IOException {
    List<TreeEntry> sorted = new ArrayList<>(entries);
    sorted.sort(TreeEntry.ORDER);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarWriter writer = new TarWriter(bytes, 0);
    for (TreeEntry entry : sorted) {
      writer.add(entry);
    }
    writer.finish();
    return bytes.toByteArray();
  }

  /** Type and content, or link, by name. */
  private static Map<String, String> read(byte[] tar) {
    Map<String, String> entries = new TreeMap<>();
    Map<String, String> extended = new TreeMap<>();
    int at = 0;
    while (tar[at] != 0) {
      int size = Integer.parseInt(text(tar, at + 124, 11), 8);
      char type = (char) tar[at + 156];
      String prefix = text(tar, at + 345, 155);
      String name = (prefix.isEmpty() ? "" : prefix + "/") + text(tar, at, 100);
      String link = text(tar, at + 157, 100);
      byte[] content = java.util.Arrays.copyOfRange(tar, at + 512, at + 512 + size);
      at += 512 + (size + 511) / 512 * 512;
      if (type == 'x') {
        extended.putAll(records(content));
        continue;
      }
      String target = extended.getOrDefault("linkpath", link);
      entries.put(
          extended.getOrDefault("path", name),
          type
              + ":"
              + (target.isEmpty() ? "" : "->" + target)
              + new String(content, StandardCharsets.UTF_8));
      extended.clear();
    }
    assertThat(tar.length - at).isEqualTo(1024);
    return entries;
  }

  private static Map<String, String> records(byte[] content) {
    Map<String, String> records = new TreeMap<>();
    int at = 0;
    while (at < content.length) {
      int space = at;
      while (content[space] != ' ') {
        space++;
      }
      int length = Integer.parseInt(new String(content, at, space - at, StandardCharsets.US_ASCII));
      String record =
          new String(content, space + 1, length - (space - at) - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      records.put(record.substring(0, equals), record.substring(equals + 1));
      assertThat(content[at + length - 1]).isEqualTo((byte) '\n');
      at += length;
    }
    return records;
  }

  private static String text(byte[] bytes, int from, int most) {
    int end = from;
    while (end < from + most && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }
}
