package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.cli.invocation.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionCommandTest {
  private static final CompletionScript SCRIPT =
      new CompletionScript(
          new TreeMap<String, Command>(
              Map.of(
                  "validate", new ValidateCommand(),
                  "version", new VersionCommand(),
                  "providers", new ProvidersCommand(),
                  "providers schema", new ProvidersSchemaCommand())));

  @TempDir private Path folder = Path.of("/");

  private List<String> run(String shell, String script) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin", shell)), () -> "skipped: there is no " + shell);
    Path file = Files.writeString(folder.resolve("script"), script);
    Process process =
        new ProcessBuilder(shell, file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed.lines().toList();
  }

  private List<String> completed(String line) throws Exception {
    return run(
        "bash",
        SCRIPT.bash()
            + "\nCOMP_LINE='"
            + line
            + "' COMP_POINT="
            + line.length()
            + "\n_ingot\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"ingot va\",validate",
        "\"ingot v\",validate version",
        "\"ingot -chdir=x vali\",validate",
        "\"ingot providers \",schema",
        "\"ingot version -j\",-json",
        "\"ingot version -json \",here",
        "\"ingot validate her\",here",
      })
  void bashCompletesCommandsOptionsAndFiles(String line, String words) throws Exception {
    Files.createFile(folder.resolve("here"));
    assertThat(completed(line)).contains(words.split(" "));
  }

  @Test
  void optionsThatTakeAValueEndInAnEqualsSign() throws Exception {
    assertThat(completed("ingot validate -v")).contains("-var=", "-var-file=");
  }

  @Test
  void zshReadsItsScript() throws Exception {
    assertThat(run("zsh", "compdef() { : }\n" + SCRIPT.zsh() + "\nwhence -w _ingot\n"))
        .containsExactly("_ingot: function");
  }

  @Test
  void fishReadsItsScript() throws Exception {
    assertThat(run("fish", SCRIPT.fish() + "\ncomplete -C 'ingot vali'\n"))
        .anyMatch(line -> line.startsWith("validate"));
  }
}
