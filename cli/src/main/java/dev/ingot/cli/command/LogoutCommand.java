package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.graph.Cancellation;
import dev.ingot.home.HostAccounts;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code ingot logout}. Rules: the recorded behaviour of Terraform 1.11. */
public final class LogoutCommand implements Command {
  @Override
  public String synopsis() {
    return "Remove the kept token of a host.";
  }

  @Override
  public String arguments() {
    return "[HOST]";
  }

  @Override
  public Flags flags() {
    return new Flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Optional<String> host = HostArgument.of(invocation, invocation.arguments(1));
    if (host.isEmpty()) {
      return ExitCode.ERROR;
    }
    Result<HostAccounts> accounts = invocation.project().accounts(new Cancellation());
    if (accounts.hasErrors()) {
      invocation.show(accounts.diagnostics());
      return ExitCode.ERROR;
    }
    try (HostAccounts open = accounts.get()) {
      return logout(invocation, open, host.get());
    } catch (IOException e) {
      invocation.show(
          List.of(
              Diagnostic.error("Failed to remove token", String.valueOf(e.getMessage()) + ".")));
      return ExitCode.ERROR;
    }
  }

  private static int logout(Invocation invocation, HostAccounts accounts, String host)
      throws IOException {
    if (!accounts.isKnown(host)) {
      invocation.terminal().line("No credentials for " + host + " are stored.\n");
      return ExitCode.OK;
    }
    invocation
        .terminal()
        .line(
            accounts.helper().isPresent()
                ? "Removing the stored credentials for "
                    + host
                    + " from the configured\n\""
                    + accounts.helper().get().name()
                    + "\" credentials helper.\n"
                : "Removing the stored credentials for "
                    + host
                    + " from the following file:\n    "
                    + accounts.place()
                    + "\n");
    accounts.forget(host);
    invocation
        .terminal()
        .line(
            "Success! "
                + invocation.wording().product()
                + " has removed the stored API token for "
                + host
                + ".\n");
    return ExitCode.OK;
  }
}
