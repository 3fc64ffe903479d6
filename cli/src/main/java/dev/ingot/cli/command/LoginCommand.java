package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.home.HostAccounts;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.provider.login.AuthorizationCode;
import dev.ingot.provider.registry.RegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code ingot login}. Rules: the recorded behaviour of Terraform 1.11. */
public final class LoginCommand implements Command {
  private static final String RULE =
      "\n\n---------------------------------------------------------------------------------\n";

  @Override
  public String synopsis() {
    return "Obtain and keep a token for a host, such as a registry.";
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
    List<String> arguments = invocation.arguments(1);
    Optional<String> host = HostArgument.of(invocation, arguments);
    if (host.isEmpty()) {
      return ExitCode.ERROR;
    }
    try (Interruption interruption = InitProviders.interruption(invocation.terminal())) {
      Result<HostAccounts> accounts = invocation.project().accounts(interruption.cancellation());
      if (accounts.hasErrors()) {
        invocation.show(accounts.diagnostics());
        return ExitCode.ERROR;
      }
      try (HostAccounts open = accounts.get()) {
        return login(invocation, open, host.get(), interruption);
      } catch (RegistryException e) {
        return failed(invocation, "Service discovery failed for " + host.get(), e);
      } catch (IOException e) {
        return failed(invocation, "Failed to obtain a token", e);
      }
    }
  }

  private static int failed(Invocation invocation, String summary, IOException e) {
    invocation.show(List.of(Diagnostic.error(summary, sentence(String.valueOf(e.getMessage())))));
    return ExitCode.ERROR;
  }

  private static String sentence(String text) {
    String upper =
        text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return upper.endsWith(".") ? upper : upper + ".";
  }

  private static int login(
      Invocation invocation, HostAccounts accounts, String host, Interruption interruption)
      throws IOException {
    Optional<HostAccounts.Method> method = accounts.method(host);
    if (method.isEmpty()) {
      invocation.show(
          List.of(
              Diagnostic.error(
                  "Host does not support Terraform tokens API",
                  "The given hostname \""
                      + host
                      + "\" does not support creating Terraform authorization tokens.")));
      return ExitCode.ERROR;
    }
    if (!wanted(invocation, accounts, host, method.get())) {
      invocation.show(List.of(Diagnostic.error("Login cancelled", "")));
      return ExitCode.ERROR;
    }
    String token =
        switch (method.get()) {
          case HostAccounts.Code code -> byBrowser(invocation, accounts, host, code, interruption);
          case HostAccounts.Page page -> byHand(invocation, accounts, host, page);
        };
    if (token.isEmpty()) {
      invocation.show(
          List.of(Diagnostic.error("Failed to retrieve token", "No token was entered.")));
      return ExitCode.ERROR;
    }
    accounts.store(host, token);
    Terminal terminal = invocation.terminal();
    String product = invocation.wording().product();
    terminal.line(
        RULE
            + "\n"
            + terminal.styled(Style.GREEN, "Success!")
            + " "
            + terminal.styled(Style.BOLD, product + " has obtained and saved an API token.")
            + "\n\nThe new API token will be used for any future "
            + product
            + " command that must make\nauthenticated requests to "
            + host
            + ".\n");
    return ExitCode.OK;
  }

  private static boolean wanted(
      Invocation invocation, HostAccounts accounts, String host, HostAccounts.Method method)
      throws IOException {
    String product = invocation.wording().product();
    String way =
        switch (method) {
          case HostAccounts.Code _ ->
              " using OAuth.\n\nThis will work only if you are able to use a web browser on this"
                  + " computer to\ncomplete a login process. If not, you must obtain an API token"
                  + " by another\nmeans and configure it in the CLI configuration manually.";
          case HostAccounts.Page _ -> " using your browser.";
        };
    invocation
        .terminal()
        .line(
            product
                + " will request an API token for "
                + host
                + way
                + "\n\nIf login is successful, "
                + product
                + (accounts.helper().isPresent()
                    ? " will store the token in the configured\n\""
                        + accounts.helper().get().name()
                        + "\" credentials helper for use by subsequent commands.\n"
                    : " will store the token in plain text in\nthe following file for use by"
                        + " subsequent commands:\n    "
                        + accounts.place()
                        + "\n"));
    return Questions.confirmation(
            invocation.terminal(),
            "Do you want to proceed?",
            "Only 'yes' will be accepted to confirm.")
        .filter("yes"::equals)
        .isPresent();
  }

  private static String byBrowser(
      Invocation invocation,
      HostAccounts accounts,
      String host,
      HostAccounts.Code code,
      Interruption interruption)
      throws IOException {
    String product = invocation.wording().product();
    try (AuthorizationCode login = AuthorizationCode.begin(code.settings(), product)) {
      invocation
          .terminal()
          .line(
              "\nOpen the following URL to access the login page for "
                  + host
                  + ":\n    "
                  + login.page()
                  + "\n\n"
                  + product
                  + " will now wait for the host to signal that login was successful.\n");
      return login.token(accounts.client(), interruption.cancellation());
    }
  }

  private static String byHand(
      Invocation invocation, HostAccounts accounts, String host, HostAccounts.Page page)
      throws IOException {
    Terminal terminal = invocation.terminal();
    String product = invocation.wording().product();
    terminal.line(
        RULE
            + "\nOpen the following URL to access the tokens page for "
            + host
            + ":\n    "
            + page.address()
            + "\n"
            + RULE
            + "\nGenerate a token using your browser, and copy-paste it into this prompt.\n\n"
            + product
            + (accounts.helper().isPresent()
                ? " will store the token in the configured \""
                    + accounts.helper().get().name()
                    + "\" credentials helper\nfor use by subsequent commands.\n"
                : " will store the token in plain text in the following file\nfor use by"
                    + " subsequent commands:\n    "
                    + accounts.place()
                    + "\n"));
    return Questions.secret(terminal, "Token for " + host + ":").orElse("");
  }
}
