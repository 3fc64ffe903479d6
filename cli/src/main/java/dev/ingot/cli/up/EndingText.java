package dev.ingot.cli.up;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.cli.view.OperationView;
import dev.ingot.cli.view.RolloutText;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.ReleaseStage;
import dev.ingot.rollout.core.Gate;
import dev.ingot.rollout.core.Outcome;
import java.util.Optional;

/** The end of a request for people. */
final class EndingText implements Ending {
  private final Terminal terminal;
  private final OperationView view;
  private final Stopwatch watch;

  EndingText(Terminal terminal, OperationView view, Stopwatch watch) {
    this.terminal = terminal;
    this.view = view;
    this.watch = watch;
  }

  @Override
  public int tell(ReleaseResult result) {
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
