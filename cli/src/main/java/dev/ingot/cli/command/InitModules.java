package dev.ingot.cli.command;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.view.InitView;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.install.ModuleInstallation;
import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.lang.Diagnostic;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
      view.module(("- " + key + " in " + folder).stripTrailing());
    }

    @Override
    public void waiting(Duration pause) {
      view.module("A server is busy. Asking it again in " + pause.toSeconds() + " s...");
    }
  }

  /**
   * Installs the modules.
   *
   * @param ofRoot what is wrong with the module that calls them
   * @return the exit code of the command if it is not to go on
   */
  static int run(Invocation invocation, boolean upgrade, InitView view, List<Diagnostic> ofRoot)
      throws IOException {
    try (Interruption interruption = InitProviders.interruption(invocation.terminal())) {
      List<Diagnostic> problems =
          invocation.project().installModules(upgrade, new Told(view), interruption.cancellation());
      if (problems.isEmpty() && ofRoot.stream().noneMatch(Diagnostic::isError)) {
        return ExitCode.OK;
      }
      boolean interrupted = interruption.isInterrupted();
      if (interrupted) {
        view.diagnostics(List.of(problems.getLast()));
      } else {
        // Those of the root module were found a second time.
        Set<Diagnostic> all = new LinkedHashSet<>(ofRoot);
        all.addAll(problems);
        view.diagnostics(List.copyOf(all));
      }
      return interrupted ? ExitCode.INTERRUPTED : ExitCode.ERROR;
    }
  }

  /** Whether tests run modules of their own. */
  static boolean anyOf(List<TestFile> tests) {
    return tests.stream()
        .flatMap(file -> file.runs().stream())
        .anyMatch(run -> run.moduleSource().isPresent());
  }

  /** Names the modules that tests run; they are folders, and nothing is installed for them. */
  static void tell(List<TestFile> tests, InitView view) {
    for (TestFile file : tests) {
      String prefix = "test." + prefix(file.path()) + ".";
      for (TestRun run : file.runs()) {
        run.moduleSource()
            .ifPresent(
                folder ->
                    view.module(
                        "- " + prefix + run.name() + " in " + ModuleSource.cleaned(folder)));
      }
    }
  }

  private static String prefix(String path) {
    String name =
        path.endsWith(".hcl")
            ? path.substring(0, path.length() - ".hcl".length())
            : path.substring(0, path.length() - ".json".length());
    return name.substring(0, name.lastIndexOf('.')).replace('/', '.');
  }
}
