package dev.ingot.cli.command;

import dev.ingot.bake.template.BuildSelection;
import dev.ingot.bake.template.VariableInputs;
import dev.ingot.bake.template.VariableInputs.Assignment;
import dev.ingot.cli.Command;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.Terminal;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.up.Baking;
import dev.ingot.cli.up.Site;
import dev.ingot.cli.up.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ingot build}: bakes the images of templates and registers them. */
public final class BuildCommand implements Command {
  @Override
  public String synopsis() {
    return "Bake the images of Packer templates and register them.";
  }

  @Override
  public String arguments() {
    return "[TEMPLATE]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .list("var", "NAME=VALUE", "Give a variable a value.")
        .list("var-file", "FILE", "Give variables the values of a file.")
        .list("only", "GLOB,…", "Only the builds whose names match.")
        .list("except", "GLOB,…", "All builds but those whose names match.")
        .onOff("force", "Run every step again, whatever is cached.")
        .onOff("validate", "Check the template; bake nothing.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException, InterruptedException {
    Path template =
        invocation.folder().resolve(invocation.arguments(1).stream().findFirst().orElse("."));
    if (!Files.exists(template)) {
      throw new NoSuchFileException(template.toString());
    }
    BuildSelection selection =
        new BuildSelection(globs(invocation, "only"), globs(invocation, "except"));
    VariableInputs inputs = new VariableInputs(assignments(invocation), invocation.environment());
    try (Site site = new Site(invocation);
        Interruption interruption = interruption(invocation.terminal())) {
      Baking baking = site.baking();
      if (invocation.given().on("validate")) {
        boolean valid = baking.validate(template, inputs, selection);
        if (valid) {
          invocation.terminal().line("The template is valid.");
        }
        return valid ? ExitCode.OK : ExitCode.ERROR;
      }
      baking.run(
          template, inputs, selection, invocation.given().on("force"), interruption.cancellation());
      return ExitCode.OK;
    } catch (StackFailure e) {
      invocation.terminal().err().println("Error: " + e.getMessage());
      return e.exitCode();
    }
  }

  private static Interruption interruption(Terminal terminal) {
    return new Interruption(
        () -> terminal.err().println("Stopping; what runs is ended and cleaned up."),
        () ->
            terminal
                .err()
                .println("Error: The bake did not stop; the next one takes up what is left."));
  }

  private static List<String> globs(Invocation invocation, String flag) {
    return invocation.given().list(flag).stream()
        .flatMap(list -> List.of(list.split(",")).stream())
        .toList();
  }

  private static List<Assignment> assignments(Invocation invocation) throws UsageException {
    List<Assignment> assignments = new ArrayList<>();
    for (Flags.Given.Option option : invocation.given().inOrder()) {
      if (option.name().equals("var-file")) {
        assignments.add(new Assignment.ValuesFile(invocation.folder().resolve(option.value())));
      } else if (option.name().equals("var")) {
        int equals = option.value().indexOf('=');
        if (equals < 1) {
          throw new UsageException("-var must be NAME=VALUE, but is \"" + option.value() + "\"");
        }
        assignments.add(
            new Assignment.Text(
                option.value().substring(0, equals), option.value().substring(equals + 1)));
      }
    }
    return assignments;
  }
}
