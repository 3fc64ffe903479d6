package dev.ingot.release.fleet;

import dev.ingot.health.AttributeCheck;
import dev.ingot.health.Check;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import dev.ingot.rollout.Fleet.Member;
import dev.ingot.rollout.LastWords;
import dev.ingot.rollout.MachineCommands;
import java.util.Optional;

/** What machines show of themselves, as the settings of a rollout say. */
final class MachineOutput {
  private final MachineCommands commands;

  MachineOutput(MachineCommands commands) {
    this.commands = commands;
  }

  /** The text, or why there is none. */
  String of(LastWords source, Member machine) {
    return switch (source) {
      case LastWords.Output(Check command) -> output(command, machine);
      case LastWords.Attribute(Expression value, Scope scope) -> {
        Diagnostics diagnostics = new Diagnostics();
        Value read =
            Evaluator.evaluate(value, scope.with("self", machine.attributes()), diagnostics);
        yield read.unmarked() instanceof Value.StringValue(String text)
            ? read.marks().sensitive() ? "(a sensitive value)" : text
            : "(last_words has no text: "
                + diagnostics.list().stream().findFirst().map(it -> it.summary()).orElse("null")
                + ")";
      }
    };
  }

  private String output(Check check, Member machine) {
    Optional<Check.Exec> command =
        switch (check) {
          case Check.Exec exec -> Optional.of(exec);
          case Check.Command one -> AttributeCheck.command(one, machine.attributes()).exec();
          case Check.Http _, Check.Tcp _, Check.Url _, Check.Endpoint _, Check.Condition _ ->
              Optional.empty();
        };
    if (command.isEmpty()) {
      return "(the command of last_words can't be evaluated for this machine)";
    }
    try {
      return commands.output(command.get(), machine);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "(interrupted)";
    }
  }
}
