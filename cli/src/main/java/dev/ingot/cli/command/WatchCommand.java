package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.up.UpkeepRun;
import dev.ingot.cli.view.RetirementText;
import dev.ingot.cli.view.UpkeepLog;
import dev.ingot.health.SystemTime;
import dev.ingot.lang.DurationText;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.RequestException;
import dev.ingot.release.UpkeepLoop;
import dev.ingot.release.UpkeepTurn;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** {@code ingot watch}: drift, repair, repave and retirement as one loop. */
public final class WatchCommand implements Command {
  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Override
  public String synopsis() {
    return "Keep a folder as it was released: find drift, repair, repave and retire images, again"
        + " and again until it is interrupted. It may be killed at any moment; the next one"
        + " goes on.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .text("interval", "DURATION", "The longest time between two looks (default 5m).")
        .onOff("once", "Do what is due, then end.")
        .onOff("resume", "Let go on what is paused after a failure, then end.")
        .onOff("install", "Write a systemd unit that does this for the folder, and show it.")
        .text(
            "unit-folder",
            "DIR",
            "-install: where units are (default ~/.config/systemd/user, those of this user).")
        .text("program", "FILE", "-install: the ingot to run (default: the one in PATH).")
        .list("var", "NAME=VALUE", "Value of a sensitive variable: releases store only its hash.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    Duration interval = interval(invocation);
    if (invocation.given().on("install")) {
      return WatchUnit.install(invocation, invocation.argumentFolder(), interval);
    }
    if (invocation.given().text("unit-folder").isPresent()
        || invocation.given().text("program").isPresent()) {
      throw new UsageException("-unit-folder and -program are options of ingot watch -install");
    }
    UpkeepLog lines = new UpkeepLog();
    return UpkeepRun.run(
        invocation,
        true,
        event -> lines.line(event).ifPresent(line -> log(invocation, line)),
        run -> work(invocation, run, interval));
  }

  private static int work(Invocation invocation, UpkeepRun run, Duration interval)
      throws RequestException, IOException, InterruptedException {
    if (invocation.given().on("resume")) {
      run.upkeep().resume();
      invocation.terminal().line("Repairs and repaves go on with the next look.");
      return ExitCode.OK;
    }
    UpkeepTurn turn =
        new UpkeepTurn(
            run.upkeep(),
            run.retirement(),
            new SystemTime(),
            pass -> RetirementText.lines(pass).forEach(line -> log(invocation, line)));
    if (invocation.given().on("once")) {
      return once(run, turn);
    }
    log(invocation, "watching " + run.folder() + ", at least every " + DurationText.text(interval));
    new UpkeepLoop(
            new SystemTime(),
            interval,
            run.cancellation(),
            text -> log(invocation, "failed: " + text))
        .run(turn);
    log(invocation, "stopped");
    return ExitCode.OK;
  }

  private static int once(UpkeepRun run, UpkeepTurn turn)
      throws RequestException, IOException, InterruptedException {
    while (true) {
      Optional<ReleaseResult> result = turn.run().result();
      if (result.isEmpty() || run.cancellation().isCancelled()) {
        return ExitCode.OK;
      }
      if (!result.get().isSuccess()) {
        return run.tell(result.get());
      }
    }
  }

  private static Duration interval(Invocation invocation) throws UsageException {
    Optional<String> given = invocation.given().text("interval");
    Optional<Duration> read = given.flatMap(DurationText::parse);
    if (given.isPresent() && read.filter(one -> one.compareTo(SHORTEST) >= 0).isEmpty()) {
      throw new UsageException(
          "-interval takes a duration of at least 1s, such as 30s or 5m, not \""
              + given.get()
              + "\"");
    }
    return read.orElse(INTERVAL);
  }

  private static void log(Invocation invocation, String line) {
    invocation.terminal().line(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    invocation.terminal().flush();
  }
}
