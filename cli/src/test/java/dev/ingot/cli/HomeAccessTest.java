package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INGOT_HOME holds secrets: no other user may enter it. */
class HomeAccessTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(temporary.resolve("configuration"));
    home = Files.createDirectory(temporary.resolve("ingot-home"));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aHomeThatIsOpenToOthersIsClosedOnceAndTheUserIsTold() throws IOException {
    Path inside = Files.createDirectory(home.resolve("registry"));
    permit(home, "rwxr-xr-x");
    permit(inside, "rwxr-xr-x");
    Ran first = Ran.command(folder, "fmt");
    assertThat(first.code()).isEqualTo(ExitCode.OK);
    assertThat(first.err())
        .isEqualTo(
            "Warning: "
                + home
                + " was open to other users; its permissions were restricted to you.\n");
    assertThat(permissions(home)).isEqualTo("rwx------");
    assertThat(permissions(inside)).isEqualTo("rwx------");
    assertThat(Ran.command(folder, "fmt").err()).isEmpty();
  }

  @Test
  void aHomeThatOnlyItsOwnerCanEnterIsNotMentioned() throws IOException {
    permit(home, "rwx------");
    assertThat(Ran.command(folder, "fmt").err()).isEmpty();
  }
}
