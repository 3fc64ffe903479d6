package dev.ingot.bake.plugin;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where the log lines of plugins go. Rules: Packer's documentation of {@code PACKER_LOG}: nowhere
 * unless it is set to something other than {@code 0}; then to {@code PACKER_LOG_PATH} or, without
 * it, to standard error.
 */
final class PluginLog {
  private PluginLog() {}

  /**
   * The log that an environment asks for.
   *
   * @param err standard error; also says, once for each line, that a file can't be written
   */
  static Consumer<String> of(Map<String, String> environment, PrintStream err) {
    String on = environment.getOrDefault("PACKER_LOG", "");
    if (on.isEmpty() || on.equals("0")) {
      return _ -> {};
    }
    String path = environment.getOrDefault("PACKER_LOG_PATH", "");
    if (path.isEmpty()) {
      return err::println;
    }
    Path file = Path.of(path);
    return line -> {
      try {
        Path _ =
            Files.writeString(
                file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        err.println("PACKER_LOG_PATH " + path + " can't be written (" + e + "): " + line);
      }
    };
  }
}
