package dev.ingot.cli.command.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.terminal.Terminal;
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
  private static final String SYNTAX =
      "For information on valid syntax, see:\n"
          + "https://developer.hashicorp.com/terraform/cli/state/resource-addressing";

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
        .number("parallelism", "Number of concurrent operations (default 10).");
  }

  @Override
  public int run(Invocation called) throws UsageException, IOException {
    List<String> arguments = called.given().arguments();
    if (arguments.size() != 2) {
      return StateAccess.refuse(
          called,
          "The import command expects two arguments.\n\nUsage: ingot import [options] ADDRESS ID");
    }
    Invocation invocation =
        called
            .given()
            .text("config")
            .map(folder -> called.in(called.folder().resolve(folder)))
            .orElse(called);
    Result<ImportOperation> operation =
        ImportOperation.of(arguments.getFirst(), arguments.getLast());
    if (operation.hasErrors()) {
      int code = StateAccess.refuse(invocation, operation.diagnostics());
      if (operation.diagnostics().stream().anyMatch(each -> each.subject().isPresent())) {
        invocation.terminal().line(SYNTAX);
      }
      return code;
    }
    Result<Configuration> loaded = invocation.project().load();
    if (loaded.hasErrors()) {
      return StateAccess.refuse(invocation, loaded.diagnostics());
    }
    return switch (operation.get().place(loaded.get())) {
      case ImportOperation.Place.NoModule(Diagnostic problem) ->
          StateAccess.refuse(invocation, problem);
      case ImportOperation.Place.Undeclared(InstanceAddress address, String module) ->
          StateAccess.refuse(invocation, undeclared(address, module));
      case ImportOperation.Place.Declared _ ->
          // What is wrong with values is told by whole paths here, as recorded.
          run(invocation, invocation.project().loadAbsolute().get(), operation.get());
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
      Invocation invocation, Configuration configuration, ImportOperation operation)
      throws UsageException, IOException {
    Variables.Collected variables =
        Variables.collect(
            configuration.root().module().variables(),
            VariableFlags.sources(invocation.folder(), invocation),
            Questions.piped(invocation));
    if (variables.hasErrors()) {
      return StateAccess.refuse(invocation, variables.diagnostics());
    }
    Optional<StateSession> opened = StateAccess.open(invocation, "import");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    List<Diagnostic> problems;
    try (StateSession session = opened.get()) {
      problems =
          operation.run(
              configuration,
              variables.values(),
              session,
              invocation.project().providers(),
              invocation.project().setting(),
              new ImportText(invocation.terminal()));
      if (Diagnostic.anyError(problems)) {
        return StateAccess.refuse(invocation, problems);
      }
    }
    String product = invocation.wording().product();
    invocation
        .terminal()
        .line(
            "\n"
                + invocation.terminal().styled(Terminal.Style.GREEN, "Import successful!")
                + "\n\nThe resources that were imported are shown above. These resources are now"
                + " in\nyour "
                + product
                + " state and will henceforth be managed by "
                + product
                + ".\n");
    invocation.showFramed(problems);
    return ExitCode.OK;
  }
}
