package dev.ingot.cli;

import dev.ingot.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that was run in this process, without a terminal.
 *
 * @param code its exit code
 * @param out what it printed as its result
 * @param err what it said besides
 */
public record Ran(int code, String out, String err) {

  /** Runs the words of one command in a folder, with its own home beside the folder. */
  public static Ran command(Path folder, String... words) {
    return command(folder, Map.of(), words);
  }

  /** The same with more environment variables. */
  public static Ran command(Path folder, Map<String, String> more, String... words) {
    return command(folder, more, InputStream.nullInputStream(), words);
  }

  /** The same with a text on standard input. */
  public static Ran piped(String text, Path folder, String... words) {
    return command(
        folder, Map.of(), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), words);
  }

  private static Ran command(
      Path folder, Map<String, String> more, InputStream in, String... words) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    environment.put("HOME", folder.resolveSibling("home").toString());
    environment.put("INGOT_HOME", folder.resolveSibling("ingot-home").toString());
    environment.putAll(more);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(in, printing(out), printing(err), false, false, false, 78);
    int code = Main.run(List.of(words), terminal, folder, environment);
    terminal.flush();
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The words of one command as a process of its own, not yet started, with the same home. */
  public static ProcessBuilder process(Path folder, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ingot.cli.Main"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("INGOT_HOME", folder.resolveSibling("ingot-home").toString());
    builder.environment().put("HOME", folder.resolveSibling("home").toString());
    return builder;
  }

  private static PrintStream printing(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  /**
   * All that was printed, however its lines were broken: where they are depends on the length of
   * the paths in them.
   */
  public String unwrapped() {
    return String.join(" ", all().strip().split("\\s+"));
  }

  /** All that was printed. */
  public String all() {
    return out + err;
  }
}
