package dev.ingot.platform.driver.jail;

import dev.ingot.platform.driver.entry.Entry;
import dev.ingot.platform.host.HostPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Starts an entry's program through a descriptor, so that it needs no path inside the machine's
 * root. A separate process writes the file: a file that another thread's child process still has
 * open for writing can't be run.
 */
final class EntryFile {
  /** The descriptor of the program's file when it starts; it closes it. */
  static final int DESCRIPTOR = 5;

  /** Where the namespace of the machine's users is open, if it has one of its own. */
  static final int USERS = 6;

  private static final String START =
      """
      umask 077
      cat "$1" >"$1.run" && chmod 500 "$1.run" && exec 5<"$1.run" || exit 125
      rm -f "$1" "$1.run"
      [ -z "$2" ] || exec 6<"$2"
      shift 2
      exec "$@" /proc/self/fd/5
      """;

  private EntryFile() {}

  /**
   * Starts it in a session of its own, without input.
   *
   * @param scratch an existing directory that only this user can access
   * @param users the user namespace of the machine
   * @param through a command to start it with, such as nsenter's; may be empty
   */
  static Process start(Entry entry, Path scratch, Optional<Path> users, List<String> through)
      throws IOException {
    return start(
        entry,
        scratch,
        words -> {
          words.addFirst(HostPrograms.path("setsid"));
          words.add(users.map(Path::toString).orElse(""));
          words.addAll(through);
          return new ProcessBuilder(words)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        });
  }

  /** Starts it with the standard streams and the session of this process, as {@link #start}. */
  static Process startAttached(
      Entry entry, Path scratch, Optional<Path> users, List<String> through) throws IOException {
    return start(
        entry,
        scratch,
        words -> {
          words.add(users.map(Path::toString).orElse(""));
          words.addAll(through);
          return new ProcessBuilder(words).inheritIO();
        });
  }

  private static Process start(
      Entry entry, Path scratch, Function<List<String>, ProcessBuilder> start) throws IOException {
    Path file =
        Files.createTempFile(
            scratch,
            "entry",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean started = false;
    try {
      Files.write(file, entry.render());
      ProcessBuilder builder =
          start.apply(new ArrayList<>(List.of("/bin/sh", "-c", START, "sh", file.toString())));
      builder.environment().clear();
      builder.environment().put("PATH", HostPrograms.PATH);
      Process process = builder.start();
      started = true;
      return process;
    } finally {
      if (!started) {
        Files.deleteIfExists(file);
      }
    }
  }
}
