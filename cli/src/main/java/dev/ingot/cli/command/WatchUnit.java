package dev.ingot.cli.command;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.lang.DurationText;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The systemd unit of {@code ingot watch}; format as in systemd.service(5). */
final class WatchUnit {
  private WatchUnit() {}

  /** Writes it and shows it. */
  static int install(Invocation invocation, Path folder, Duration interval)
      throws UsageException, IOException {
    Path program = program(invocation);
    Path units =
        invocation
            .given()
            .text("unit-folder")
            .map(invocation.folder()::resolve)
            .orElseGet(() -> userUnits(invocation));
    String name = "ingot-watch-" + escaped(folder) + ".service";
    Path file = units.resolve(name);
    String unit = text(program, folder, invocation.home(), interval);
    Files.createDirectories(units);
    AtomicFile.write(file, unit);
    boolean own = invocation.given().text("unit-folder").isEmpty();
    String systemctl = own ? "systemctl --user" : "systemctl";
    invocation
        .terminal()
        .line(
            "Wrote "
                + file
                + ":\n\n"
                + unit
                + "\nTo start it:\n\n  "
                + systemctl
                + " daemon-reload\n  "
                + systemctl
                + " enable --now "
                + name
                + (own ? "\n\nTo keep it running without a login: loginctl enable-linger" : ""));
    return ExitCode.OK;
  }

  private static Path userUnits(Invocation invocation) {
    String set = invocation.environment().getOrDefault("XDG_CONFIG_HOME", "");
    Path configuration =
        set.isEmpty()
            ? Path.of(invocation.environment().getOrDefault("HOME", "/root")).resolve(".config")
            : Path.of(set);
    return configuration.resolve("systemd/user");
  }

  private static Path program(Invocation invocation) throws UsageException {
    Optional<String> given = invocation.given().text("program");
    Optional<Path> found =
        given.isPresent()
            ? Optional.of(invocation.folder().resolve(given.get()).normalize())
            : Stream.of(invocation.environment().getOrDefault("PATH", "").split(":", -1))
                .filter(each -> each.startsWith("/"))
                .map(each -> Path.of(each).resolve("ingot"))
                .filter(Files::isExecutable)
                .findFirst();
    return found
        .filter(Files::isExecutable)
        .orElseThrow(
            () ->
                new UsageException(
                    given
                        .map(text -> "there is no program " + text)
                        .orElse("there is no ingot in PATH; name it with -program=FILE")));
  }

  static String text(Path program, Path folder, Path home, Duration interval) {
    return "[Unit]\nDescription=Ingot keeps "
        + specifiers(folder.toString())
        + " as it was released\n\n[Service]\nType=exec\nExecStart="
        + quoted(program.toString())
        + " watch -interval="
        + DurationText.text(interval)
        + " "
        + quoted(folder.toString())
        + "\nEnvironment="
        + assigned("INGOT_HOME=" + home)
        + "\nRestart=always\nRestartSec=10\n"
        // A rollout that is interrupted is taken back first, which takes a while.
        + "TimeoutStopSec=15min\n\n[Install]\nWantedBy=default.target\n";
  }

  /** An argument of a program, in which variables aren't replaced. */
  private static String quoted(String text) {
    return assigned(text.replace("$", "$$"));
  }

  private static String assigned(String text) {
    return "\"" + specifiers(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String specifiers(String text) {
    return text.replace("%", "%%");
  }

  /** A folder as part of a unit's name, as systemd-escape --path does it. */
  static String escaped(Path folder) {
    StringBuilder escaped = new StringBuilder();
    byte[] bytes = folder.toString().substring(1).getBytes(StandardCharsets.UTF_8);
    for (byte each : bytes) {
      char letter = (char) (each & 0xff);
      boolean plain =
          (letter >= 'a' && letter <= 'z')
              || (letter >= 'A' && letter <= 'Z')
              || (letter >= '0' && letter <= '9')
              || letter == '_'
              || (letter == '.' && !escaped.isEmpty());
      if (letter == '/') {
        escaped.append('-');
      } else if (plain) {
        escaped.append(letter);
      } else {
        escaped.append(String.format("\\x%02x", (int) letter));
      }
    }
    return escaped.isEmpty() ? "-" : escaped.toString();
  }
}
