package dev.ingot.cli.command;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.template.MachineReadable;
import dev.ingot.cli.template.TemplateFlags;
import dev.ingot.cli.terminal.LiveRegion;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.up.Problems;
import dev.ingot.cli.up.StackRun;
import dev.ingot.cli.view.BakeJson;
import dev.ingot.cli.view.BakeLines;
import dev.ingot.cli.view.BakeText;
import dev.ingot.cli.view.EventStream;
import dev.ingot.cli.view.ReleaseText;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostic;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.bake.Bakery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code ingot build}: bakes the images of templates and registers them. */
public final class BuildCommand implements Command {
  @Override
  public String synopsis() {
    return "Bake the images of Packer templates and register them.";
  }

  @Override
  public String arguments() {
    return "[TEMPLATE]";
  }

  @Override
  public Flags flags() {
    return TemplateFlags.inputs()
        .onOff("force", "Run every step, ignoring the cache.")
        .onOff("validate", "Validate the template without baking.")
        .text("parallel-builds", "NUMBER", "Number of concurrent builds; 0 for all (the default).")
        .text(
            "on-error",
            "MODE",
            "Action if a step fails: cleanup (the default), abort, ask, or"
                + " run-cleanup-provisioner.")
        .onOff("color", "Colours (the default on a terminal).")
        .onOff("timestamp-ui", "Prefix each line with a timestamp.")
        .onOff("machine-readable", "Print comma-separated lines.")
        .onOff("json", "Print one JSON object a line.")
        .onOff("debug", "Run one build at a time, and wait for the return key before each step.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    Path template = TemplateFlags.path(invocation);
    Bakery.Request request = TemplateFlags.request(invocation, template);
    if (invocation.given().on("json")) {
      return json(invocation, request);
    }
    Terminal plain = terminal(invocation);
    BakeLines lines = new BakeLines(plain, Clock.systemUTC());
    try (Site site = StackRun.site(invocation);
        LiveRegion region = LiveRegion.open(plain, lines::lines);
        Interruption interruption = interruption(region.above())) {
      Terminal terminal = region.above();
      Bakery bakery = site.bakery();
      if (invocation.given().on("validate")) {
        List<Diagnostic> found = bakery.validate(request, Bakery.Depth.VALUES);
        Problems.print(terminal, found);
        boolean valid = found.stream().noneMatch(Diagnostic::isError);
        if (valid) {
          terminal.line("The template is valid.");
        }
        return valid ? ExitCode.OK : ExitCode.ERROR;
      }
      Bakery.Result result =
          bakery.bake(
              request,
              noted(
                  lines,
                  debug(invocation, terminal, observer(invocation, terminal, site.home().clock()))),
              interruption.cancellation());
      Problems.print(terminal, result.diagnostics());
      return switch (result.end()) {
        case Bakery.End.Baked(List<Version> versions) -> {
          if (!invocation.given().on("machine-readable")) {
            versions.forEach(version -> terminal.line(ReleaseText.bakedLine(terminal, version)));
          }
          yield ExitCode.OK;
        }
        case Bakery.End.Invalid _ ->
            failed(terminal, "The template has errors; nothing was baked.", ExitCode.ERROR);
        case Bakery.End.Failed _ -> failed(terminal, "The bake failed.", ExitCode.ERROR);
        case Bakery.End.Cancelled _ ->
            failed(
                terminal,
                "Interrupted. What was baked is kept; the same command resumes from there.",
                ExitCode.INTERRUPTED);
      };
    }
  }

  private static int json(Invocation invocation, Bakery.Request request)
      throws UsageException, IOException, InterruptedException {
    Terminal terminal = invocation.terminal().forPrograms();
    try (Site site = StackRun.site(invocation);
        Interruption interruption = interruption(terminal)) {
      EventStream stream = new EventStream(terminal, invocation.wording(), site.home().clock());
      BakeJson json = new BakeJson(stream);
      Bakery.Result result = site.bakery().bake(request, json, interruption.cancellation());
      stream.diagnostics(result.diagnostics(), rest -> {});
      return switch (result.end()) {
        case Bakery.End.Baked _ -> ended(json, true, "The bake is done.", ExitCode.OK);
        case Bakery.End.Invalid _ ->
            ended(json, false, "The template has errors; nothing was baked.", ExitCode.ERROR);
        case Bakery.End.Failed _ -> ended(json, false, "The bake failed.", ExitCode.ERROR);
        case Bakery.End.Cancelled _ ->
            ended(json, false, "The bake was interrupted.", ExitCode.INTERRUPTED);
      };
    }
  }

  private static int ended(BakeJson json, boolean good, String message, int code) {
    json.ended(good, message);
    return code;
  }

  private static Terminal terminal(Invocation invocation) {
    if (invocation.given().on("machine-readable")) {
      return invocation.terminal().forPrograms();
    }
    return invocation.given().on("color", true)
        ? invocation.terminal()
        : invocation.terminal().withoutColor();
  }

  private static BakeEvent.Observer noted(BakeLines lines, BakeEvent.Observer observer) {
    return event -> {
      lines.on(event);
      observer.on(event);
    };
  }

  private static BakeEvent.Observer observer(
      Invocation invocation, Terminal terminal, Clock clock) {
    if (invocation.given().on("machine-readable")) {
      BakeText text =
          new BakeText(terminal, line -> MachineReadable.line(clock, "", "ui", "say", line));
      return event -> {
        text.print(event);
        if (event instanceof BakeEvent.Finished(var _, BuildOutcome outcome)) {
          MachineReadable.artifact(clock, outcome).forEach(terminal::line);
        }
      };
    }
    if (invocation.given().on("timestamp-ui")) {
      return new BakeText(
              terminal, line -> clock.instant().truncatedTo(ChronoUnit.SECONDS) + ": " + line)
          ::print;
    }
    return new BakeText(terminal)::print;
  }

  /** With {@code -debug} each step waits for a line of input. */
  private static BakeEvent.Observer debug(
      Invocation invocation, Terminal terminal, BakeEvent.Observer observer) {
    if (!invocation.given().on("debug")) {
      return observer;
    }
    return event -> {
      if (event instanceof BakeEvent.StepStarted(var build, String step)) {
        terminal
            .out()
            .print(build.name() + ": Pausing before " + step + ". Press return to continue. ");
        terminal.out().flush();
        try {
          if (Questions.line(terminal).isPresent()) {
            terminal.line("");
          }
        } catch (IOException e) {
          // Nobody is there to wait for.
        }
      }
      observer.on(event);
    };
  }

  private static int failed(Terminal terminal, String message, int code) {
    terminal.error(message);
    return code;
  }

  private static Interruption interruption(Terminal terminal) {
    return new Interruption(
        () -> terminal.notice("Stopping: running steps are ended and cleaned up."),
        () ->
            terminal.error("Ended before the bake had stopped. The next bake resumes from there."));
  }
}
