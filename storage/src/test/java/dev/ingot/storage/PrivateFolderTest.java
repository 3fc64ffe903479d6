package dev.ingot.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir private Path folder = Path.of("/");

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void allThatIsMadeIsClosed() throws IOException {
    Path deep = PrivateFolder.create(folder.resolve("a/b"));
    assertThat(mode(deep)).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatIsOpenIsClosed() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(mode(PrivateFolder.create(open))).isEqualTo("rwx------");
  }

  @Test
  void whatALinkLeadsToIsClosed() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path _ = PrivateFolder.create(Files.createSymbolicLink(folder.resolve("link"), other));
    assertThat(mode(other)).isEqualTo("rwx------");
  }
}
