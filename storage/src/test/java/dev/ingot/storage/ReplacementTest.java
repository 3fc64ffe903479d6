package dev.ingot.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a file is replaced, on a real file system and on one that dies. */
class ReplacementTest {
  private static final byte[] OLD = "old content".getBytes(UTF_8);
  private static final byte[] NEW = "the new content, which is longer".getBytes(UTF_8);

  @TempDir Path folder;

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Path file(String mode) throws IOException {
    Path file = folder.resolve("state");
    Files.write(file, OLD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileThatWasThereKeepsItsMode() throws IOException {
    for (String mode : List.of("rw-------", "rw-r-----", "rw-rw-rw-", "r--r--r--", "rwxr-xr-x")) {
      for (Access access : Access.values()) {
        Path file = file(mode);
        AtomicFile.write(file, NEW, access);
        assertThat(mode(file)).isEqualTo(mode);
        assertThat(file).hasBinaryContent(NEW);
        Files.delete(file);
      }
    }
  }

  @Test
  void aNewFileIsPrivateUnlessItIsMeantForOthers() throws IOException {
    AtomicFile.write(folder.resolve("secret"), NEW, Access.PRIVATE);
    AtomicFile.write(folder.resolve("formatted"), NEW, Access.SHARED);
    Files.createFile(folder.resolve("usual"));
    assertThat(mode(folder.resolve("secret"))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("formatted"))).isEqualTo(mode(folder.resolve("usual")));
  }

  @Test
  void theNextContentIsPrivateWhileItIsWritten() throws IOException {
    Path file = file("rw-r--r--");
    try (Replacement replacement = Replacement.of(new FileStorage(), file, Access.PRIVATE)) {
      replacement.write(NEW, 0, NEW.length);
      assertThat(mode(replacement.fresh())).isEqualTo("rw-------");
    }
    assertThat(file).hasBinaryContent(OLD);
    assertThat(names()).containsExactly("state");
  }

  @Test
  void aLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
    Path target = Files.createDirectory(folder.resolve("shared")).resolve("real");
    Files.write(target, OLD);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("shared/real"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link);
    AtomicFile.write(second, NEW, Access.PRIVATE);
    assertThat(second).isSymbolicLink();
    assertThat(link).isSymbolicLink();
    assertThat(target).isRegularFile().hasBinaryContent(NEW);
  }

  @Test
  void aLinkThatLeadsNowhereCreatesWhatItNames() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    AtomicFile.write(link, NEW, Access.PRIVATE);
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("real")).hasBinaryContent(NEW);
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    assertThatThrownBy(() -> AtomicFile.write(link, NEW, Access.PRIVATE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too many symbolic links");
  }

  @Test
  void whatAKilledWriterLeftIsFound() throws IOException {
    Path file = file("rw-------");
    FileStorage storage = new FileStorage();
    Path left = storage.freshName(file);
    storage.create(left).close();
    Files.createFile(folder.resolve(".state.lock"));
    assertThat(storage.leftovers(file)).containsExactly(left);
  }

  @Test
  void aCrashLeavesTheContentBeforeOrTheNewOne() throws IOException {
    Path file = Path.of("/folder/file");
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      CrashingStorage before = CrashingStorage.lasting(random);
      before.put(file, OLD);
      CrashingStorage whole = before.dyingAt(Long.MAX_VALUE);
      Replacement.write(whole, file, NEW, Access.PRIVATE);
      assertThat(whole.afterCrash().read(file)).contains(NEW);
      for (long boundary = 1; boundary <= whole.boundaries(); boundary++) {
        CrashingStorage dying = before.dyingAt(boundary);
        assertThatThrownBy(() -> Replacement.write(dying, file, NEW, Access.PRIVATE))
            .isInstanceOf(CrashingStorage.Crash.class);
        assertThat(dying.afterCrash().read(file)).get().isIn(OLD, NEW);
      }
    }
  }

  @Test
  void aFullDiskLeavesTheContentBeforeAndNothingElse() {
    Path file = Path.of("/folder/file");
    for (long room = 0; room < NEW.length; room++) {
      CrashingStorage before = CrashingStorage.lasting(new Random(room));
      before.put(file, OLD);
      CrashingStorage full = before.fullAfter(room);
      assertThatThrownBy(() -> Replacement.write(full, file, NEW, Access.PRIVATE))
          .isInstanceOf(IOException.class);
      assertThat(full.read(file)).contains(OLD);
      assertThat(full.files()).containsExactly(file);
    }
  }
}
