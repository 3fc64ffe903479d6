package dev.ingot.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other users can reach. */
class PrivateFilesTest {
  @TempDir Path folder;

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void set(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void foldersAndFilesAreCreatedForTheirOwnerAlone() throws IOException {
    set(folder, "rwxr-xr-x");
    Path inner = folder.resolve("a/b/c");
    PrivateFiles.createFolders(inner);
    PrivateFiles.createFile(inner.resolve("file"));
    PrivateFiles.createFile(inner.resolve("file"));
    assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
    assertThat(mode(inner)).isEqualTo("rwx------");
    assertThat(mode(inner.resolve("file"))).isEqualTo("rw-------");
    assertThat(mode(folder)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void whatIsOpenIsClosedAndNamed() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path ledger = Files.createFile(home.resolve("ledger.db"));
    Path cache = Files.createDirectory(home.resolve("cache"));
    Path outside = Files.createFile(folder.resolve("outside"));
    Files.createSymbolicLink(home.resolve("link"), outside);
    set(home, "rwxr-xr-x");
    set(ledger, "rw-r--r--");
    set(cache, "rwx------");
    set(outside, "rw-r--r--");
    assertThat(PrivateFiles.close(home)).containsExactly(home.toRealPath(), ledger);
    assertThat(mode(home)).isEqualTo("rwx------");
    assertThat(mode(ledger)).isEqualTo("rw-------");
    assertThat(mode(outside)).isEqualTo("rw-r--r--");
    assertThat(PrivateFiles.close(home)).isEmpty();
    assertThat(PrivateFiles.close(folder.resolve("absent"))).isEmpty();
  }
}
