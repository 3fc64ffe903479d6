package dev.ingot.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in the guide and the example are compiled, and the example is run. */
class GuideTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().resolve("..").normalize();
  private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("^class (\\w+)", Pattern.MULTILINE);

  @TempDir private Path folder = Path.of("/");

  private void compile(List<Path> programs) throws IOException {
    StringWriter problems = new StringWriter();
    List<String> options =
        List.of("-d", folder.toString(), "-Xlint:all,-processing", "-proc:none", "-Werror");
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  problems, files, null, options, null, files.getJavaFileObjectsFromPaths(programs))
              .call();
      assertThat(compiled).as(problems.toString()).isTrue();
    }
  }

  @Test
  void theProgramsOfTheGuideCompile() throws IOException {
    Matcher program = PROGRAM.matcher(Files.readString(ROOT.resolve("docs/library.md")));
    List<Path> programs = new ArrayList<>();
    while (program.find()) {
      Matcher name = NAME.matcher(program.group(1));
      assertThat(name.find()).isTrue();
      programs.add(Files.writeString(folder.resolve(name.group(1) + ".java"), program.group(1)));
    }
    assertThat(programs).hasSize(2);
    compile(programs);
  }

  @Test
  void theExampleDeploys() throws Exception {
    compile(List.of(ROOT.resolve("examples/jvm/Deploy.java")));
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.copy(ROOT.resolve("examples/jvm/main.tf"), work.resolve("main.tf"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            folder + ":" + System.getProperty("java.class.path"),
            "Deploy",
            work.toString(),
            "size=2");
    builder.environment().put("INGOT_HOME", folder.resolve("home").toString());
    Path printed = folder.resolve("printed");
    Process process = builder.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(printed)
        .content()
        .contains("terraform_data.web[1] is done", "2 added")
        .contains("web 0");
    assertThat(process.exitValue()).isZero();
  }
}
