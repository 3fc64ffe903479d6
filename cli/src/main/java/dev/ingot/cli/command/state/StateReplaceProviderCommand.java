package dev.ingot.cli.command.state;

import dev.ingot.address.ResourceAddress;
import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.Terminal;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.Questions;
import dev.ingot.deploy.operation.state.ProviderReplacement;
import dev.ingot.lang.Result;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code ingot state replace-provider}. */
public final class StateReplaceProviderCommand implements Command {
  @Override
  public String synopsis() {
    return "Have resources belong to another provider.";
  }

  @Override
  public String arguments() {
    return "FROM TO";
  }

  @Override
  public Flags flags() {
    return StateAccess.flags()
        .onOff("auto-approve", "Don't ask before changing anything.")
        .onOff("ignore-remote-version", "No effect.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Engine engine = Engine.of(invocation);
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 2) {
      throw UsageException.ofArguments("Exactly two arguments expected.");
    }
    Result<ProviderReplacement> replacement =
        ProviderReplacement.of(arguments.getFirst(), arguments.getLast());
    if (replacement.hasErrors()) {
      return StateAccess.refuse(engine, replacement.diagnostics());
    }
    Optional<StateSession> opened = StateAccess.open(engine, invocation, "state-replace-provider");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      List<ResourceAddress> resources = replacement.get().resources(session.state().snapshot());
      if (resources.isEmpty()) {
        engine.terminal().line("No matching resources found.");
        return ExitCode.OK;
      }
      engine.terminal().line(actions(engine, replacement.get(), resources));
      if (!invocation.given().on("auto-approve") && !isApproved(engine.terminal())) {
        engine.terminal().line("Cancelled replacing providers.");
        return ExitCode.OK;
      }
      replacement.get().apply(session);
      engine
          .terminal()
          .line("\nSuccessfully replaced provider for " + resources.size() + " resources.");
      return ExitCode.OK;
    }
  }

  private static String actions(
      Engine engine, ProviderReplacement replacement, List<ResourceAddress> resources) {
    StringBuilder text =
        new StringBuilder(engine.wording().product())
            .append(" will perform the following actions:\n\n  ~ Updating provider:\n    - ")
            .append(replacement.from())
            .append("\n    + ")
            .append(replacement.to())
            .append("\n\nChanging ")
            .append(resources.size())
            .append(" resources:\n");
    resources.forEach(address -> text.append("\n  ").append(address));
    return text.toString();
  }

  private static boolean isApproved(Terminal terminal) throws IOException {
    terminal
        .out()
        .print(
            "\n"
                + terminal.styled(Terminal.Style.BOLD, "Do you want to make these changes?")
                + "\nOnly 'yes' will be accepted to continue.\n\nEnter a value: ");
    terminal.out().flush();
    return Questions.line(terminal).filter("yes"::equals).isPresent();
  }
}
