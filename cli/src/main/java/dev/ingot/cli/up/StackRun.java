package dev.ingot.cli.up;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.invocation.VariableInputs;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.Views;
import dev.ingot.cli.terminal.LiveRegion;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.cli.view.OperationView;
import dev.ingot.cli.view.ReleaseLive;
import dev.ingot.cli.view.ReleaseText;
import dev.ingot.cli.view.RolloutText;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.home.Home;
import dev.ingot.home.Project;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostic;
import dev.ingot.release.ReleaseRequest;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.ReleaseStage;
import dev.ingot.release.RequestException;
import dev.ingot.release.Stack;
import dev.ingot.rollout.core.Gate;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs a request on the stack of a command's folder, reports progress, and returns the exit code.
 */
public final class StackRun {
  private final Invocation invocation;
  private final Terminal terminal;
  private final Project project;
  private final OperationView view;
  private final Stopwatch watch;
  private final ReleaseLive live;

  private StackRun(Invocation invocation, Path folder, ReleaseLive live) {
    this.invocation = invocation;
    this.terminal = invocation.terminal();
    this.project = invocation.in(folder).project();
    this.view = Views.of(invocation);
    this.watch = new Stopwatch(project.clock());
    this.live = live;
  }

  /** The embedded parts of this host, with warnings on the terminal. */
  public static Site site(Invocation invocation) {
    return new Site(
        new Home(invocation.home(), Clock.systemUTC()),
        invocation.environment(),
        text ->
            Problems.print(
                invocation.terminal(),
                List.of(Diagnostic.warning("How machines are isolated", text))));
  }

  /** Runs a request. */
  public static int run(Invocation invocation, ReleaseRequest request)
      throws UsageException, IOException, InterruptedException {
    Path folder =
        invocation
            .folder()
            .resolve(invocation.arguments(1).stream().findFirst().orElse("."))
            .normalize();
    ReleaseLive live = new ReleaseLive(invocation.terminal(), Clock.systemUTC());
    try (LiveRegion region = LiveRegion.open(invocation.terminal(), live::lines)) {
      return new StackRun(invocation.with(region.above()), folder, live).run(folder, request);
    }
  }

  /**
   * The values of variables on the command line, in order.
   *
   * @throws UsageException if a value isn't {@code NAME=VALUE}
   */
  public static List<VariableInput> inputs(Flags.Given given) throws UsageException {
    List<VariableInput> inputs = VariableInputs.of(given.inOrder());
    for (VariableInput input : inputs) {
      if (input instanceof VariableInput.Assignment(String text) && text.indexOf('=') < 1) {
        throw new UsageException("-var must be NAME=VALUE, but is \"" + text + "\"");
      }
    }
    return inputs;
  }

  private int run(Path folder, ReleaseRequest request)
      throws UsageException, IOException, InterruptedException {
    try (Site site = site(invocation);
        Interruption interruption = new Interruption(view)) {
      try {
        ReleaseText text =
            new ReleaseText(terminal, view, this::lap, invocation.given().on("full"));
        ReleaseResult result =
            new Stack(
                    folder,
                    invocation.folder(),
                    site.parts(project, Questions.of(terminal, invocation.given())),
                    terminal.liveOutput() ? live.with(text) : text,
                    interruption.cancellation())
                .run(request);
        int code = tell(result);
        return interruption.isInterrupted() ? ExitCode.INTERRUPTED : code;
      } catch (RequestException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      } catch (StateException e) {
        view.diagnostics(StateProblems.opening(e));
        return ExitCode.ERROR;
      } finally {
        // Once the interruption is closed, an interrupted process may end at any moment.
        terminal.flush();
      }
    }
  }

  private void lap(ReleaseStage stage) {
    watch.lap(stage.name().toLowerCase(Locale.ROOT));
  }

  private int tell(ReleaseResult result) {
    return switch (result) {
      case ReleaseResult.Verified(ReleaseResult.Deployed deployed) -> done(deployed);
      case ReleaseResult.Unchanged(Optional<ReleaseResult.Deployed> deployed) ->
          deployed.map(this::done).orElse(ExitCode.OK);
      case ReleaseResult.Reverted(String reason) ->
          ended("Reverted", reason + "\nThe previous release is running again.", ExitCode.REVERTED);
      case ReleaseResult.Paused(String reason) -> ended("Paused", reason, ExitCode.PAUSED);
      case ReleaseResult.Waiting(Outcome.Waiting(Gate gate, String reason)) ->
          waiting(gate, reason);
      case ReleaseResult.Interrupted(ReleaseStage stage, String reason) ->
          stage == ReleaseStage.DEPLOY
              ? ended("Interrupted", reason, ExitCode.INTERRUPTED)
              : error(reason, ExitCode.INTERRUPTED);
      case ReleaseResult.Failed(ReleaseStage stage, String reason) ->
          stage == ReleaseStage.DEPLOY
              ? ended("Failed", reason, ExitCode.ERROR)
              : error(reason, ExitCode.ERROR);
    };
  }

  private int done(ReleaseResult.Deployed deployed) {
    view.outputs(deployed.outputs());
    deployed
        .images()
        .forEach(
            (reference, image) ->
                terminal.line(
                    "image " + reference + "  " + image.version() + "  " + image.digest()));
    terminal.line(terminal.styled(Style.GREEN, "Done") + " in " + watch.text() + ".");
    return ExitCode.OK;
  }

  private int waiting(Gate gate, String reason) {
    terminal.line(
        terminal.styled(Style.YELLOW, "Waiting")
            + " after "
            + watch.text()
            + ": "
            + (reason.isEmpty() ? RolloutText.waiting(gate) : reason)
            + ".\nTo continue: ingot release confirm. To roll back: ingot release abort.");
    return ExitCode.PAUSED;
  }

  private int ended(String word, String reason, int code) {
    terminal.flush();
    terminal
        .err()
        .println(
            "\n" + terminal.styled(Style.RED, word) + " after " + watch.text() + ": " + reason);
    return code;
  }

  private int error(String reason, int code) {
    terminal.flush();
    if (!reason.isEmpty()) {
      terminal.err().println("\n" + terminal.styled(Style.RED, "Error: ") + reason);
    }
    return code;
  }
}
