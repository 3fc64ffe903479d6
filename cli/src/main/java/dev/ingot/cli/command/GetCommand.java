package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.view.InitText;
import dev.ingot.cli.view.InitView;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.lang.Result;
import java.io.IOException;

/** {@code ingot get}. */
public final class GetCommand implements Command {
  @Override
  public String synopsis() {
    return "Install the modules a configuration calls.";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("update", "Look for newer versions.")
        .text("test-directory", "FOLDER", "Another folder with tests (default \"tests\").")
        .with(VariableFlags.flags());
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Result<ModuleConfiguration> root = invocation.project().loadRoot();
    InitView view = new InitText(invocation.terminal(), invocation.wording());
    int code =
        InitModules.run(invocation, invocation.given().on("update"), view, root.diagnostics());
    if (code != ExitCode.OK) {
      return code;
    }
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    return ExitCode.OK;
  }
}
