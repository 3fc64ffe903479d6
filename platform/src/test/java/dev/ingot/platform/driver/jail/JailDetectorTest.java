package dev.ingot.platform.driver.jail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that allow less, played by an {@code unshare} that refuses as the kernel would. */
final class JailDetectorTest {
  private static final String REFUSED = "unshare: unshare failed: Operation not permitted";

  @TempDir private Path folder = Path.of("/");

  /**
   * What is found on a host.
   *
   * @param allowed a shell pattern; calls with such arguments succeed
   * @param found what the trial then prints
   */
  private JailCapability detected(String allowed, String found) throws IOException {
    program(
        "unshare",
        """
        #!/bin/sh
        case "$*" in
          %s) echo '%s' ;;
          *) echo '%s' >&2; exit 1 ;;
        esac
        """
            .formatted(allowed, found, REFUSED));
    return new JailDetector(folder.resolve("trial"), folder.resolve("bin") + ":/usr/bin:/bin")
        .detect();
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void whoMayMakeNamespacesGetsThem() throws IOException {
    assertThat(detected("--mount*", "namespaces").mode()).isEqualTo(JailMode.ROOT_NAMESPACES);
  }

  @Test
  void withoutRootTheUsersOwnNamespacesAreTakenAndItIsSaidWhatTheyLack() throws IOException {
    JailCapability found = detected("--user*", "namespaces");
    assertThat(found.mode()).isEqualTo(JailMode.USER_NAMESPACE);
    assertThat(found.explanation())
        .startsWith("Not running as root")
        .contains("limits may not be in force", "roots are copied");
  }

  @Test
  void withoutNamespacesRootsAreChangedAndItIsSaidHowLittleThatIs() throws IOException {
    JailCapability found = detected("--root*", "");
    assertThat(found.mode()).isEqualTo(JailMode.CHROOT_ONLY);
    assertThat(found.explanation())
        .contains(
            "This host allows no namespaces",
            "user namespaces: " + REFUSED,
            "not read-only",
            "CAP_SYS_ADMIN");
  }

  @Test
  void whereNothingIsAllowedItIsSaidWhatToAllow() throws IOException {
    // A folder whose programs can't be run looks like a host that forbids the way in.
    program("chmod", "#!/bin/sh\necho '" + REFUSED + "' >&2\nexit 1\n");
    JailCapability found = detected("nothing", "");
    assertThat(found.mode()).isEqualTo(JailMode.NONE);
    assertThat(found.explanation())
        .contains(
            "Neither namespaces nor chroot work here",
            "chroot: " + REFUSED,
            "Run as root",
            "kernel.unprivileged_userns_clone=1");
  }
}
