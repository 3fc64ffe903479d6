package dev.ingot.cli.view;

import dev.ingot.bake.BakeEvent;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line for each build that runs: its step, how long that has taken, and its last output. Safe for
 * use by several threads.
 */
public final class BakeLines {
  private final Terminal terminal;
  private final InstantSource clock;
  private final Map<String, Running> running = new LinkedHashMap<>();

  private record Running(Instant since, int done, int steps, String step, String said) {
    Running at(Instant now, String next) {
      return new Running(now, done, steps, next, "");
    }

    Running further() {
      return new Running(since, done + 1, steps, step, said);
    }

    Running saying(String line) {
      return new Running(since, done, steps, step, line);
    }
  }

  public BakeLines(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Takes note of an event. */
  public synchronized void on(BakeEvent event) {
    Instant now = clock.instant();
    String build = event.build().name();
    switch (event) {
      case BakeEvent.Started(var _, int steps) ->
          running.put(build, new Running(now, 0, steps, "starting", ""));
      case BakeEvent.StepStarted(var _, String step) ->
          running.computeIfPresent(build, (_, one) -> one.at(now, step));
      case BakeEvent.Reused _, BakeEvent.StepFinished _ ->
          running.computeIfPresent(build, (_, one) -> one.further());
      case BakeEvent.Output(var _, var _, String line) ->
          running.computeIfPresent(build, (_, one) -> line.isBlank() ? one : one.saying(line));
      case BakeEvent.Finished _ -> running.remove(build);
      case BakeEvent.StepFailed _, BakeEvent.Note _ -> {}
    }
  }

  /** The lines now. */
  public synchronized List<String> lines() {
    Instant now = clock.instant();
    List<String> lines = new ArrayList<>();
    running.forEach(
        (build, one) ->
            lines.add(
                terminal.styled(Style.GREEN, build)
                    + steps(one)
                    + "  "
                    + one.step()
                    + "  "
                    + seconds(Duration.between(one.since(), now))
                    + (one.said().isEmpty()
                        ? ""
                        : "  " + terminal.styled(Style.FAINT, one.said().strip()))));
    return lines;
  }

  private static String steps(Running one) {
    return one.steps() == 0 ? "" : "  " + Math.min(one.done() + 1, one.steps()) + "/" + one.steps();
  }

  /** Whole seconds, so that a line isn't drawn more often than it says something new. */
  static String seconds(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 60
        ? seconds + " s"
        : seconds / 60 + " min " + (seconds % 60 < 10 ? "0" : "") + seconds % 60 + " s";
  }
}
