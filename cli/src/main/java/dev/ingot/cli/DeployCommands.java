package dev.ingot.cli;

import dev.ingot.cli.command.FmtCommand;
import dev.ingot.cli.command.InitCommand;
import dev.ingot.cli.command.OutputCommand;
import dev.ingot.cli.command.PlanCommand;
import dev.ingot.cli.command.ValidateCommand;
import java.util.List;
import java.util.Optional;

/** The commands on configurations, by the names people know from Terraform. */
final class DeployCommands {
  static final List<String> NAMES = List.of("init", "validate", "fmt", "plan", "output");

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
          case "output" -> new OutputCommand();
          default -> null;
        });
  }
}
