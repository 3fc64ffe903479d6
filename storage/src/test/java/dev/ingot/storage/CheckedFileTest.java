package dev.ingot.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckedFileTest {
  private static final String TEXT = "{\"id\":\"web-1\",\"port\":8080,\"name\":\"ü\"}";

  private final Path file;

  CheckedFileTest(@TempDir Path folder) {
    file = folder.resolve("a.json");
  }

  /** What comes out of a damaged file that its reader could take for what was written. */
  private String read() throws IOException {
    try {
      return CheckedFile.read(file).orElse("missing");
    } catch (CheckedFile.DamagedException e) {
      assertThat(e).hasMessageStartingWith(file + " is damaged: ");
      return "damaged";
    }
  }

  private static boolean isOneText(String read) {
    return read.startsWith("{") && read.strip().endsWith("}");
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    assertThat(CheckedFile.read(file)).isEmpty();
    CheckedFile.write(file, TEXT);
    assertThat(CheckedFile.read(file)).isEqualTo(Optional.of(TEXT));
  }

  @Test
  void noDamageGivesAnotherText() throws IOException {
    CheckedFile.write(file, TEXT);
    byte[] whole = Files.readAllBytes(file);
    for (Damage damage : Damage.all(whole)) {
      Files.write(file, damage.content());
      String read = read();
      // Anything else has more than the text after it, which no reader of one text takes.
      assertThat(read.strip().equals(TEXT) || read.equals("damaged") || !isOneText(read))
          .as("%s: %s", damage.what(), read)
          .isTrue();
    }
  }

  @Test
  void aTextWithoutADigestIsTakenAsItIs() throws IOException {
    Files.writeString(file, TEXT);
    assertThat(CheckedFile.read(file)).contains(TEXT);
  }

  @Test
  void aFolderInItsPlaceIsNamed() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> CheckedFile.read(file)).hasMessageContaining(file.toString());
  }
}
