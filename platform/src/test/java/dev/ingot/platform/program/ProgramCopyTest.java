package dev.ingot.platform.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.platform.host.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramCopyTest {
  @TempDir private Path folder = Path.of("/");
  private Path main = Path.of("/");
  private Path part = Path.of("/");
  private Path platform = Path.of("/");

  @BeforeEach
  void makeProgram() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    platform = Files.createDirectories(folder.resolve("platform"));
    main = jar(lib.resolve("main.jar"), "part.jar gone.jar", "main");
    part = jar(lib.resolve("part.jar"), "", "part");
  }

  private static Path jar(Path file, String classPath, String content) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!classPath.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      out.putNextEntry(new JarEntry(content));
      out.closeEntry();
    }
    return file;
  }

  private JavaCommand copied() throws IOException {
    return ProgramCopy.of(
        new JavaCommand(Path.of("java"), main.toString(), List.of("-Dx")), platform);
  }

  @Test
  void aBuildDoesNotTouchWhatRuns() throws IOException {
    byte[] before = Files.readAllBytes(part);
    JavaCommand command = copied();
    Path copy = Path.of(command.classPath());
    assertThat(copy).startsWith(platform).hasFileName("main.jar");
    assertThat(command.options()).containsExactly("-Dx");
    assertThat(copied()).as("of the same build").isEqualTo(command);
    jar(part, "", "another build");
    assertThat(copy.resolveSibling("part.jar")).hasBinaryContent(before);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(Files.getLastModifiedTime(main));
    assertThat(copied().classPath()).as("of the next build").isNotEqualTo(command.classPath());
  }

  @Test
  void aProgramThatDoesNotRunFromArchivesRunsFromWhereItIs() throws IOException {
    JavaCommand command =
        new JavaCommand(Path.of("java"), main + ":" + folder.resolve("classes"), List.of());
    assertThat(ProgramCopy.of(command, platform)).isEqualTo(command);
  }

  @Test
  void copiesNobodyRunsFromAreRemoved() throws Exception {
    Path unused = Path.of(copied().classPath());
    jar(part, "", "another build");
    Path used = Path.of(copied().classPath());
    Process process = new ProcessBuilder("/bin/sh", "-c", "read -r line", used.toString()).start();
    try {
      Instant now = Instant.now();
      ProgramCopy.removeUnused(platform, Processes.ofHost(), now.minusSeconds(60));
      assertThat(unused).as("asked for lately").exists();
      ProgramCopy.removeUnused(platform, Processes.ofHost(), now.plusSeconds(60));
      assertThat(unused).doesNotExist();
      assertThat(used).exists();
    } finally {
      process.destroyForcibly();
    }
  }
}
