package dev.ingot.cli.command.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.Terminal;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.view.ImportText;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.operation.ImportOperation;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code ingot import}: imports an existing object into a resource. It is looked up the way an
 * {@code import} block in the configuration has it looked up; nothing else changes.
 */
public final class ImportCommand implements Command {
  @Override
  public String synopsis() {
    return "Import an existing object into a resource.";
  }

  @Override
  public String arguments() {
    return "ADDRESS ID";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .with(VariableFlags.flags())
        .onOff("input", "Ask for values of variables (the default).")
        .onOff("ignore-remote-version", "No effect.")
        .text("config", "FOLDER", "Where the configuration is.")
        .text("parallelism", "N", "How many operations at once; 10 by default.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> arguments = invocation.given().arguments();
    Engine here = Engine.of(invocation);
    if (arguments.size() != 2) {
      return StateAccess.refuse(
          here,
          "The import command expects two arguments.\n\nUsage: ingot import [options] ADDRESS ID");
    }
    Engine engine =
        invocation
            .given()
            .text("config")
            .map(folder -> here.in(here.folder().resolve(folder)))
            .orElse(here);
    Result<ImportOperation> operation =
        ImportOperation.of(arguments.getFirst(), arguments.getLast());
    if (operation.hasErrors()) {
      return StateAccess.refuse(engine, operation.diagnostics());
    }
    Result<Configuration> loaded = engine.load();
    if (loaded.hasErrors()) {
      return StateAccess.refuse(engine, loaded.diagnostics());
    }
    return switch (operation.get().place(loaded.get())) {
      case ImportOperation.Place.NoModule(Diagnostic problem) ->
          StateAccess.refuse(engine, problem);
      case ImportOperation.Place.Undeclared(InstanceAddress address, String module) ->
          StateAccess.refuse(engine, undeclared(address, module));
      case ImportOperation.Place.Declared _ ->
          run(engine, invocation, loaded.get(), operation.get());
    };
  }

  private static String undeclared(InstanceAddress address, String module) {
    return "Error: resource address \""
        + address
        + "\" does not exist in the configuration.\n\nBefore importing this resource, please create"
        + " its configuration in "
        + module
        + ". For example:\n\nresource \""
        + address.resource().type()
        + "\" \""
        + address.resource().name()
        + "\" {\n  # (resource arguments)\n}";
  }

  private static int run(
      Engine engine, Invocation invocation, Configuration configuration, ImportOperation operation)
      throws UsageException, IOException {
    Variables.Collected variables =
        Variables.collect(
            configuration.root().module().variables(),
            VariableFlags.sources(engine.folder(), invocation),
            Questions.of(engine.terminal(), invocation.given()));
    if (variables.hasErrors()) {
      return StateAccess.refuse(engine, variables.diagnostics());
    }
    Optional<StateSession> opened = StateAccess.open(engine, invocation, "import");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      List<Diagnostic> problems =
          operation.run(
              configuration,
              variables.values(),
              session,
              engine.providers(),
              engine.setting(),
              new ImportText(engine.terminal()));
      if (!problems.isEmpty()) {
        return StateAccess.refuse(engine, problems);
      }
    }
    String product = engine.wording().product();
    engine
        .terminal()
        .line(
            "\n"
                + engine.terminal().styled(Terminal.Style.GREEN, "Import successful!")
                + "\n\nThe resources that were imported are shown above. These resources are now"
                + " in\nyour "
                + product
                + " state and will henceforth be managed by "
                + product
                + ".\n");
    return ExitCode.OK;
  }
}
