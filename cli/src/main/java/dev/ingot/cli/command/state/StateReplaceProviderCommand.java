package dev.ingot.cli.command.state;

import dev.ingot.address.ResourceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.terminal.Terminal;
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
    return "Replace the provider of resources.";
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
    List<String> arguments = invocation.given().arguments();
    if (arguments.size() != 2) {
      throw UsageException.ofArguments("Exactly two arguments expected.");
    }
    Result<ProviderReplacement> replacement =
        ProviderReplacement.of(arguments.getFirst(), arguments.getLast());
    if (replacement.hasErrors()) {
      return StateAccess.refuse(invocation, replacement.diagnostics());
    }
    Optional<StateSession> opened = StateAccess.open(invocation, "state-replace-provider");
    if (opened.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (StateSession session = opened.get()) {
      List<ResourceAddress> resources = replacement.get().resources(session.state().snapshot());
      if (resources.isEmpty()) {
        invocation.terminal().line("No matching resources found.");
        return ExitCode.OK;
      }
      invocation.terminal().line(actions(invocation, replacement.get(), resources));
      if (!invocation.given().on("auto-approve") && !isApproved(invocation.terminal())) {
        invocation.terminal().line("Cancelled replacing providers.");
        return ExitCode.OK;
      }
      replacement.get().apply(session);
      invocation
          .terminal()
          .line("\nSuccessfully replaced provider for " + resources.size() + " resources.");
      return ExitCode.OK;
    }
  }

  private static String actions(
      Invocation invocation, ProviderReplacement replacement, List<ResourceAddress> resources) {
    StringBuilder text =
        new StringBuilder(invocation.wording().product())
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
