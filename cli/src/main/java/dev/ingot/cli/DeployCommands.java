package dev.ingot.cli;

import dev.ingot.cli.command.ApplyCommand;
import dev.ingot.cli.command.FmtCommand;
import dev.ingot.cli.command.InitCommand;
import dev.ingot.cli.command.OutputCommand;
import dev.ingot.cli.command.PlanCommand;
import dev.ingot.cli.command.ValidateCommand;
import dev.ingot.deploy.PlanMode;
import java.util.List;
import java.util.Optional;

/** The commands on configurations, by the names people know from Terraform. */
final class DeployCommands {
  static final List<String> NAMES =
      List.of("init", "validate", "fmt", "plan", "apply", "destroy", "refresh", "output");

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
          case "validate" -> new ValidateCommand();
          case "fmt" -> new FmtCommand();
          case "plan" -> new PlanCommand();
          case "apply" -> new ApplyCommand(PlanMode.NORMAL);
          case "destroy" -> new ApplyCommand(PlanMode.DESTROY);
          case "refresh" -> new ApplyCommand(PlanMode.REFRESH_ONLY);
          case "output" -> new OutputCommand();
          default -> null;
        });
  }
}
