package dev.ingot.cli.command;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.view.InitView;
import dev.ingot.deploy.install.ModuleInstallation;
import dev.ingot.lang.Diagnostic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The part of {@code init} and {@code get} that installs modules. */
final class InitModules {
  private InitModules() {}

  /** Tells a view what is being done. */
  private record Told(InitView view) implements ModuleInstallation.Progress {
    @Override
    public void downloading(String what, String key) {
      view.module("Downloading " + what + " for " + key + "...");
    }

    @Override
    public void installed(String key, String folder) {
      view.module("- " + key + " in " + folder);
    }

    @Override
    public void waiting(Duration pause) {
      view.module("A server is busy. Asking it again in " + pause.toSeconds() + " s...");
    }
  }

  /**
   * Installs the modules.
   *
   * @return the exit code of the command if it is not to go on
   */
  static int run(Invocation invocation, boolean upgrade, InitView view) throws IOException {
    try (Interruption interruption = InitProviders.interruption(invocation.terminal())) {
      List<Diagnostic> problems =
          invocation.project().installModules(upgrade, new Told(view), interruption.cancellation());
      if (problems.isEmpty()) {
        return ExitCode.OK;
      }
      boolean interrupted = interruption.isInterrupted();
      view.diagnostics(interrupted ? List.of(problems.getLast()) : problems);
      return interrupted ? ExitCode.INTERRUPTED : ExitCode.ERROR;
    }
  }
}
