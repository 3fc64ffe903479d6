package dev.ingot.cli.command;

import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.document.ModuleManifest;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.util.List;

/** {@code ingot get}. */
public final class GetCommand implements Command {
  @Override
  public String synopsis() {
    return "Look up the modules a configuration calls.";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("update", "Look for newer versions.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Engine engine = Engine.of(invocation);
    Result<Configuration> loaded = engine.load();
    if (loaded.hasErrors()) {
      engine.show(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    List<ModuleManifest.Entry> modules = ModuleManifest.of(loaded.get().root());
    modules.forEach(
        module -> engine.terminal().line("- " + module.key() + " in " + module.folder()));
    ModuleManifest.write(engine.data(), modules);
    return ExitCode.OK;
  }
}
