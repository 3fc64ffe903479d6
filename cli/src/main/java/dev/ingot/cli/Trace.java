package dev.ingot.cli;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.storage.log.CommandLog;
import dev.ingot.storage.log.CommandLog.Severity;
import dev.ingot.storage.log.Field;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Logs that a command begins and how it ends; its arguments may hold secrets and are left out. */
final class Trace {
  private final CommandLog log;

  Trace(Map<String, String> environment, Terminal terminal) {
    this.log =
        CommandLog.of(
            environment, Clock.systemUTC(), terminal.err()::println, terminal.err()::println);
  }

  /** Whether the user asked for a log. */
  static boolean isWanted(Map<String, String> environment) {
    return environment.containsKey("TF_LOG")
        || environment.containsKey("TF_LOG_CORE")
        || environment.containsKey("TF_LOG_PROVIDER");
  }

  int run(String name, Command command, Invocation invocation)
      throws UsageException, IOException, InterruptedException {
    log.core(
        Severity.INFO,
        "the command begins",
        Field.of("command", name),
        Field.of("java", Runtime.version()),
        Field.of("folder", invocation.folder()));
    long start = System.nanoTime();
    int code = command.run(invocation);
    log.core(
        Severity.INFO,
        "the command has ended",
        Field.of("command", name),
        Field.of("code", code),
        Field.of("took_ms", Duration.ofNanos(System.nanoTime() - start).toMillis()));
    return code;
  }
}
