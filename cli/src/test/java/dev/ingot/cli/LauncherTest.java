package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ingot} on a host with other JDKs than this one. */
final class LauncherTest {
  @TempDir Path temporary;
  private Path script = Path.of("");
  private Path folder = Path.of("");

  /** The script as it is, but for where it looks for JDKs. */
  @BeforeEach
  void makeHost() throws IOException {
    folder = Files.createDirectories(temporary.resolve("jvm"));
    String text = Files.readString(Path.of("..", "ingot"));
    for (String place : List.of("/usr/lib/jvm/*", "/usr/java/*", "/opt/java/*", "/opt/jdk*")) {
      assertThat(text).contains(" " + place);
      text = text.replace(" " + place, " " + folder + "/*");
    }
    script = executable(temporary.resolve("ingot"), text);
  }

  private static Path executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    executable(home.resolve("bin/java"), "#!/bin/sh\necho ran $*\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Ran run(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(List.of(words));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", temporary.toString());
    builder.environment().put("JAVA_HOME", folder.resolve("old").toString());
    Path err = temporary.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out, Files.readString(err));
  }

  @Test
  void anOlderJdkIsNamedWithWhatIsNeeded() throws Exception {
    Path old = jdk("old", "17.0.11");
    Ran ran = run("version");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err())
        .contains(
            "Error: Ingot needs a JDK 25, and none was found.",
            "Java 17 in " + old,
            "INGOT_JAVA_HOME")
        .doesNotContain("Building");
  }

  @Test
  void withoutAnyJdkItIsSaidWhatIsNeeded() throws Exception {
    Ran ran = run("version");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err())
        .contains("Error: Ingot needs a JDK 25", "INGOT_JAVA_HOME")
        .doesNotContain("Found only");
  }

  @Test
  void whereTheJdkOfTheBuildIsGoneAnotherOneIsTaken() throws Exception {
    jdk("old", "17.0.11");
    Path fits = jdk("new", "25.0.3");
    Path dist = Files.createDirectories(temporary.resolve("cli/target/ingot"));
    Files.writeString(dist.resolve("launch"), "java='" + folder.resolve("removed") + "'\n");
    Ran ran = run("version");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("ran ").contains("dev.ingot.cli.Main version");
    Files.delete(fits.resolve("release"));
    assertThat(run("version").err()).contains("Error: Ingot needs a JDK 25");
  }
}
