package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.document.ModuleManifest;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.util.List;

/** {@code ingot get}. */
public final class GetCommand implements Command {
  @Override
  public String synopsis() {
    return "Find the modules a configuration calls.";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("update", "Look for newer versions.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      invocation.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    List<ModuleManifest.Entry> modules = ModuleManifest.of(loaded.get().root());
    List<ModuleManifest.Entry> found = ModuleManifest.write(invocation.project().data(), modules);
    for (ModuleManifest.Entry module : invocation.given().on("update") ? modules : found) {
      invocation.terminal().line("- " + module.key() + " in " + module.folder());
    }
    return ExitCode.OK;
  }
}
