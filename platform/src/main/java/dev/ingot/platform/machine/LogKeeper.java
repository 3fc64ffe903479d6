package dev.ingot.platform.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A small process that limits the logs of machines while no agent does. It waits for the end of the
 * agent that started it, at no cost, and ends when there is another agent, or no machine.
 */
final class LogKeeper {
  /**
   * Arguments: the folder of the machines, the file with the agent's process id, that of this
   * agent, and how many KiB a log may have. Looks twenty times a second while logs grow, else four
   * times.
   */
  private static final String SCRIPT =
      """
      umask 077
      read -r _
      while :; do
        pid=
        read -r pid 2>/dev/null <"$2"
        [ -n "$pid" ] && [ "$pid" != "$3" ] && kill -0 "$pid" 2>/dev/null && exit 0
        any=
        for log in "$1"/*/machine.log; do [ -f "$log" ] && any=1; done
        [ -n "$any" ] || exit 0
        pause=0.25
        for log in $(find "$1" -maxdepth 2 -name machine.log -size +"$4"k); do
          pause=0.05
          tail -c "$4"k "$log" >"$log.new" && : >"$log" && mv "$log.new" "$log.1" || : >"$log"
        done
        sleep $pause || exit 0
      done
      """;

  private LogKeeper() {}

  /**
   * Starts it.
   *
   * @param machines the folder that has one for each machine
   * @param agentLock the file with the process id of the agent that runs
   * @param agent this agent's process id
   * @return a process whose standard input has to stay open for as long as the agent lives
   */
  static Process start(Path machines, Path agentLock, long agent) throws IOException {
    return new ProcessBuilder(
            List.of(
                "setsid",
                "/bin/sh",
                "-c",
                SCRIPT,
                "log-keeper",
                machines.toString(),
                agentLock.toString(),
                Long.toString(agent),
                Long.toString(LogFiles.MAX_BYTES / 1024)))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .directory(Path.of("/").toFile())
        .start();
  }
}
