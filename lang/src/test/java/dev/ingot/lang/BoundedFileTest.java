package dev.ingot.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedFileTest {
  @TempDir Path folder = Path.of("");

  @Test
  void aFileIsReadWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("main.tf"), "locals {}\n");
    assertThat(new String(BoundedFile.read(file), StandardCharsets.UTF_8)).isEqualTo("locals {}\n");
  }

  @Test
  void aDeviceIsRefusedWithoutReadingIt() {
    assertThatThrownBy(() -> BoundedFile.read(Path.of("/dev/zero")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("it is a pipe, a device or a socket, not a file");
  }

  @Test
  void moreThanTheLimitIsRefused() throws IOException {
    Path file = folder.resolve("huge.tf");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(BoundedFile.MOST_BYTES + 1L);
    }
    assertThatThrownBy(() -> BoundedFile.read(file)).hasMessageContaining("larger than 64 MiB");
  }

  @Test
  void aMissingFileIsToldApart() {
    assertThatThrownBy(() -> BoundedFile.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void theNullDeviceIsAnEmptyFile() throws IOException {
    assertThat(BoundedFile.read(Path.of("/dev/null"))).isEmpty();
  }
}
