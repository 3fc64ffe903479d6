package dev.ingot.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFolderTest {
  @TempDir Path temporary;

  private Path folder(String name, String content) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Files.writeString(folder.resolve("file"), content);
    return folder;
  }

  @Test
  void aFreshFolderGetsItsPlaceWithAllThatIsInIt() throws IOException {
    Path fresh = folder("fresh", "new");
    Path target = temporary.resolve("target");
    assertThat(AtomicFolder.place(fresh, target)).isTrue();
    assertThat(target.resolve("file")).hasContent("new");
    assertThat(fresh).doesNotExist();
  }

  @Test
  void theFirstOfTwoProcessesWins() throws IOException {
    Path target = folder("target", "first");
    Path fresh = folder("fresh", "second");
    assertThat(AtomicFolder.place(fresh, target)).isFalse();
    assertThat(target.resolve("file")).hasContent("first");
    assertThat(fresh.resolve("file")).hasContent("second");
  }

  @Test
  void anEmptyFolderInItsPlaceCountsAsOne() throws IOException {
    Path target = Files.createDirectory(temporary.resolve("target"));
    assertThat(AtomicFolder.place(folder("fresh", "new"), target)).isFalse();
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aFileInItsPlaceIsLeftAlone() throws IOException {
    Path target = Files.writeString(temporary.resolve("target"), "a file");
    Path fresh = folder("fresh", "new");
    assertThatThrownBy(() -> AtomicFolder.place(fresh, target)).isInstanceOf(IOException.class);
    assertThat(target).hasContent("a file");
    assertThat(fresh.resolve("file")).hasContent("new");
  }

  @Test
  void whatIsNotThereCanNotBeMoved() {
    assertThatThrownBy(
            () -> AtomicFolder.rename(temporary.resolve("nothing"), temporary.resolve("target")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void anInterruptKeepsNoFolderFromItsPlace() throws IOException {
    Path target = temporary.resolve("target");
    Thread.currentThread().interrupt();
    assertThat(AtomicFolder.place(folder("fresh", "new"), target)).isTrue();
    assertThat(Thread.interrupted()).as("the interrupt is still to be seen").isTrue();
    assertThat(target.resolve("file")).hasContent("new");
  }
}
