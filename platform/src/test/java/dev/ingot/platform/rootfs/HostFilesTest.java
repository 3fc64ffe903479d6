package dev.ingot.platform.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.TreeEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {
  @TempDir Path host;

  @Test
  void aScriptBringsItsInterpreter() throws Exception {
    program("usr/bin/inner", "no program at all");
    program("usr/bin/tool", "#!/usr/bin/inner -x\nrest\n");
    HostFiles files = new HostFiles(host);
    files.addCommand("tool");
    assertThat(paths(files)).containsExactly("usr/bin/inner", "usr/bin/tool");
    assertThat(files.sources()).containsExactly("/usr/bin/inner", "/usr/bin/tool");
  }

  @Test
  void aLinkBringsWhatItPointsTo() throws Exception {
    program("usr/bin/dash", "no program at all");
    Files.createSymbolicLink(host.resolve("usr/bin/sh"), Path.of("dash"));
    Files.createSymbolicLink(host.resolve("bin"), Path.of("usr/bin"));
    HostFiles files = new HostFiles(host);
    files.addCommand("/bin/sh");
    assertThat(paths(files)).containsExactly("usr/bin/dash", "usr/bin/sh");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    program("usr/bin/tool", "#!/usr/bin/nowhere\n");
    HostFiles files = new HostFiles(host);
    assertThatThrownBy(() -> files.addCommand("other"))
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith("This host has no command \"other\"");
    assertThatThrownBy(() -> files.addCommand("tool"))
        .isInstanceOf(StepException.class)
        .hasMessageContaining("needs /usr/bin/nowhere, which this host lacks");
  }

  @Test
  void aDamagedProgramIsAnErrorNotACrash() throws IOException {
    byte[] damaged = new byte[128];
    damaged[0] = 0x7f;
    damaged[1] = 'E';
    damaged[2] = 'L';
    damaged[3] = 'F';
    damaged[4] = 2;
    damaged[5] = 1;
    damaged[54] = 56;
    damaged[56] = 100;
    Path file = Files.write(host.resolve("damaged"), damaged);
    assertThatThrownBy(() -> ElfFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged program or library");
  }

  @Test
  void theShellOfThisHostBringsItsLoaderAndLibraries() throws Exception {
    assumeTrue(
        ElfFile.read(Path.of("/bin/sh")).filter(elf -> elf.interpreter().isPresent()).isPresent(),
        "skipped, since /bin/sh of this host is no dynamic 64-bit program");
    HostFiles files = new HostFiles(Path.of("/"));
    files.addCommand("sh");
    assertThat(paths(files)).anyMatch(path -> path.contains("/ld-"));
    assertThat(paths(files)).anyMatch(path -> path.contains("/libc."));
    assertThat(paths(files)).allMatch(path -> path.startsWith("usr/"));
  }

  private static List<String> paths(HostFiles files) {
    return files.entries().stream().map(TreeEntry::path).toList();
  }

  private void program(String path, String text) throws IOException {
    Path file = host.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
