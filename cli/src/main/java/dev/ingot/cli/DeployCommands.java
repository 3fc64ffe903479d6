package dev.ingot.cli;

import dev.ingot.cli.command.ApplyCommand;
import dev.ingot.cli.command.ConsoleCommand;
import dev.ingot.cli.command.FmtCommand;
import dev.ingot.cli.command.GetCommand;
import dev.ingot.cli.command.GraphCommand;
import dev.ingot.cli.command.InitCommand;
import dev.ingot.cli.command.LoginCommand;
import dev.ingot.cli.command.LogoutCommand;
import dev.ingot.cli.command.MetadataCommand;
import dev.ingot.cli.command.ModulesCommand;
import dev.ingot.cli.command.OutputCommand;
import dev.ingot.cli.command.PlanCommand;
import dev.ingot.cli.command.ProvidersCommand;
import dev.ingot.cli.command.ProvidersLockCommand;
import dev.ingot.cli.command.ProvidersMirrorCommand;
import dev.ingot.cli.command.ProvidersSchemaCommand;
import dev.ingot.cli.command.ShowCommand;
import dev.ingot.cli.command.TestCommand;
import dev.ingot.cli.command.ValidateCommand;
import dev.ingot.cli.command.WorkspaceCommand;
import dev.ingot.cli.command.state.ForceUnlockCommand;
import dev.ingot.cli.command.state.ImportCommand;
import dev.ingot.cli.command.state.StateIdentitiesCommand;
import dev.ingot.cli.command.state.StateListCommand;
import dev.ingot.cli.command.state.StateMoveCommand;
import dev.ingot.cli.command.state.StateProtectCommand;
import dev.ingot.cli.command.state.StatePullCommand;
import dev.ingot.cli.command.state.StatePushCommand;
import dev.ingot.cli.command.state.StateRemoveCommand;
import dev.ingot.cli.command.state.StateRepairCommand;
import dev.ingot.cli.command.state.StateReplaceProviderCommand;
import dev.ingot.cli.command.state.StateShowCommand;
import dev.ingot.cli.command.state.TaintCommand;
import dev.ingot.cli.invocation.Command;
import dev.ingot.deploy.PlanMode;
import java.util.List;
import java.util.Optional;

/** The commands on configurations, by the names people know from Terraform. */
final class DeployCommands {
  static final List<String> NAMES =
      List.of(
          "init",
          "validate",
          "fmt",
          "plan",
          "apply",
          "destroy",
          "refresh",
          "show",
          "output",
          "test",
          "import",
          "console",
          "graph",
          "providers",
          "providers schema",
          "providers lock",
          "providers mirror",
          "metadata",
          "modules",
          "get",
          "state list",
          "state show",
          "state mv",
          "state protect",
          "state repair",
          "state rm",
          "state replace-provider",
          "state pull",
          "state push",
          "state unprotect",
          "taint",
          "untaint",
          "force-unlock",
          "workspace",
          "login",
          "logout");

  private DeployCommands() {}

  /**
   * The command of a name.
   *
   * @param rest what follows; the second word of a name is taken from it
   */
  static Optional<Command> find(String name, List<String> rest) {
    return Optional.ofNullable(
        switch (name) {
          case "init" -> new InitCommand();
          case "get" -> new GetCommand();
          case "modules" -> new ModulesCommand();
          case "metadata" -> new MetadataCommand(second(rest));
          case "providers" -> providers(second(rest)).orElse(null);
          case "providers schema" -> new ProvidersSchemaCommand();
          case "providers lock" -> new ProvidersLockCommand();
          case "providers mirror" -> new ProvidersMirrorCommand();
          case "graph" -> new GraphCommand();
          case "validate" -> new ValidateCommand();
          case "fmt" -> new FmtCommand();
          case "plan" -> new PlanCommand();
          case "apply" -> new ApplyCommand(PlanMode.NORMAL);
          case "destroy" -> new ApplyCommand(PlanMode.DESTROY);
          case "refresh" -> new ApplyCommand(PlanMode.REFRESH_ONLY);
          case "show" -> new ShowCommand();
          case "output" -> new OutputCommand();
          case "test" -> new TestCommand();
          case "import" -> new ImportCommand();
          case "console" -> new ConsoleCommand();
          case "taint" -> new TaintCommand(true);
          case "untaint" -> new TaintCommand(false);
          case "force-unlock" -> new ForceUnlockCommand();
          case "workspace" -> new WorkspaceCommand(second(rest));
          case "login" -> new LoginCommand();
          case "logout" -> new LogoutCommand();
          case "env" -> new WorkspaceCommand(next(rest), true);
          case "state" -> state(second(rest)).orElse(null);
          case String two when two.startsWith("state ") ->
              state(two.substring("state ".length())).orElse(null);
          default -> null;
        });
  }

  private static Optional<Command> providers(String action) {
    return Optional.ofNullable(
        switch (action) {
          case "" -> new ProvidersCommand();
          case "schema" -> new ProvidersSchemaCommand();
          case "lock" -> new ProvidersLockCommand();
          case "mirror" -> new ProvidersMirrorCommand();
          default -> null;
        });
  }

  /** The word that follows, taken out; empty where an option does. */
  private static String next(List<String> rest) {
    return rest.isEmpty() || rest.getFirst().startsWith("-") ? "" : rest.removeFirst();
  }

  /** The first word that is no option, taken out. */
  private static String second(List<String> rest) {
    for (int i = 0; i < rest.size(); i++) {
      if (!rest.get(i).startsWith("-")) {
        return rest.remove(i);
      }
    }
    return "";
  }

  private static Optional<Command> state(String action) {
    return Optional.ofNullable(
        switch (action) {
          case "list" -> new StateListCommand();
          case "identities" -> new StateIdentitiesCommand();
          case "show" -> new StateShowCommand();
          case "mv" -> new StateMoveCommand();
          case "repair" -> new StateRepairCommand();
          case "rm" -> new StateRemoveCommand();
          case "protect" -> new StateProtectCommand(StateProtectCommand.Mode.PROTECT);
          case "unprotect" -> new StateProtectCommand(StateProtectCommand.Mode.UNPROTECT);
          case "replace-provider" -> new StateReplaceProviderCommand();
          case "pull" -> new StatePullCommand();
          case "push" -> new StatePushCommand();
          default -> null;
        });
  }
}
