package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.invocation.ExitCode;
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
    distribution(folder.resolve("removed"), "JAVA_VERSION=\"25.0.1\"");
    Ran ran = run("version");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).startsWith("ran ").contains("dev.ingot.cli.Main version");
    Files.delete(fits.resolve("release"));
    assertThat(run("version").err()).contains("Error: Ingot needs a JDK 25");
  }

  /** A distribution made with a JDK. */
  private void distribution(Path java, String release) throws IOException {
    Path distribution = Files.createDirectories(temporary.resolve("cli/target/ingot"));
    Path build = Files.createDirectories(distribution.resolve("build-1"));
    for (String family : List.of("version", "plan", "core", "providers", "rest")) {
      Files.writeString(build.resolve(family + ".aot"), "");
    }
    Files.writeString(
        distribution.resolve("launch"),
        "java='" + java + "'\nrelease='" + release + "'\nbuild='build-1'\n");
  }

  @Test
  void calledAsTerraformItSpeaksAsTerraformDoes() throws Exception {
    distribution(jdk("new", "25.0.3"), "JAVA_VERSION=\"25.0.3\"");
    executable(folder.resolve("new/bin/java"), "#!/bin/sh\necho wording $INGOT_WORDING.\n");
    assertThat(run("plan").out()).isEqualTo("wording .\n");
    script = Files.createSymbolicLink(temporary.resolve("bin-terraform"), script);
    assertThat(run("plan").out()).isEqualTo("wording .\n");
    Path bin = Files.createDirectories(temporary.resolve("bin"));
    script = Files.createSymbolicLink(bin.resolve("terraform"), temporary.resolve("ingot"));
    assertThat(run("plan").out()).isEqualTo("wording terraform.\n");
  }

  @Test
  void eachFamilyOfCommandsHasACacheOfItsOwn() throws Exception {
    distribution(jdk("new", "25.0.3"), "JAVA_VERSION=\"25.0.3\"");
    for (String command : List.of("plan", "validate", "-chdir=x plan -out=y")) {
      assertThat(run(command.split(" ")).out()).as(command).contains("/build-1/plan.aot ");
    }
    for (String command : List.of("apply", "destroy", "fmt", "-help", "state list")) {
      assertThat(run(command.split(" ")).out()).as(command).contains("/build-1/core.aot ");
    }
    assertThat(run().out()).contains("/build-1/core.aot ");
    for (String command : List.of("up", "build", "images", "status", "-chdir=x status")) {
      assertThat(run(command.split(" ")).out()).as(command).contains("/build-1/rest.aot ");
    }
    assertThat(run("version").out()).contains("/build-1/version.aot ");
    assertThat(run("-chdir=version", "plan", "version").out()).contains("/build-1/plan.aot ");
  }

  @Test
  void whatStandsInTheFolderSaysWhichCacheFits() throws Exception {
    distribution(jdk("new", "25.0.3"), "JAVA_VERSION=\"25.0.3\"");
    Path there = Files.createDirectories(temporary.resolve("there"));
    Files.writeString(there.resolve(".terraform.lock.hcl"), "");
    assertThat(run("-chdir=" + there, "plan").out()).contains("/build-1/providers.aot ");
    Files.writeString(there.resolve("web.pkr.hcl"), "");
    assertThat(run("-chdir=" + there, "validate").out()).contains("/build-1/rest.aot ");
  }

  @Test
  void aCacheOfAnotherBuildOfTheJdkIsNotUsed() throws Exception {
    Path java = jdk("new", "25.0.4");
    distribution(java, "JAVA_VERSION=\"25.0.3\"");
    assertThat(run("plan").out()).contains(" -Xshare:auto ").doesNotContain("AOTCache");
    distribution(java, "JAVA_VERSION=\"25.0.4\"");
    assertThat(run("plan").out()).contains("AOTCache");
    Files.delete(temporary.resolve("cli/target/ingot/build-1/plan.aot"));
    assertThat(run("plan").out()).contains(" -Xshare:auto ").doesNotContain("AOTCache");
  }

  @Test
  void whatTheJvmReportsWhenItCrashesIsForItsOwnerOnly() throws Exception {
    distribution(jdk("new", "25.0.3"), "JAVA_VERSION=\"25.0.3\"");
    Path crashes = temporary.resolve(".ingot/crashes");
    assertThat(run("version").out()).contains("-XX:+SuppressFatalErrorMessage");
    assertThat(crashes).as("after a command that only tells its version").doesNotExist();
    assertThat(run("plan").out())
        .contains("-XX:ErrorFile=" + crashes + "/hs_err_%p.log", "/^java_command:/d")
        .doesNotContain("Suppress");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(crashes)))
        .isEqualTo("rwx------");
  }
}
