package dev.ingot.cli.command;

import dev.ingot.bake.OnError;
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
import dev.ingot.cli.up.Problems;
import dev.ingot.cli.up.Site;
import dev.ingot.cli.view.BakeText;
import dev.ingot.cli.view.ReleaseText;
import dev.ingot.lang.Diagnostic;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.bake.Bakery;
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
    Bakery.Request request =
        new Bakery.Request(
            template,
            invocation.folder(),
            inputs,
            selection,
            0,
            OnError.CLEANUP,
            invocation.given().on("force"));
    try (Site site = new Site(invocation);
        Interruption interruption = interruption(invocation.terminal())) {
      Bakery bakery = site.bakery();
      Terminal terminal = invocation.terminal();
      if (invocation.given().on("validate")) {
        List<Diagnostic> found = bakery.validate(request, false);
        Problems.print(terminal, found);
        boolean valid = found.stream().noneMatch(Diagnostic::isError);
        if (valid) {
          terminal.line("The template is valid.");
        }
        return valid ? ExitCode.OK : ExitCode.ERROR;
      }
      BakeText text = new BakeText(terminal);
      Bakery.Result result = bakery.bake(request, text::print, interruption.cancellation());
      Problems.print(terminal, result.diagnostics());
      return switch (result.end()) {
        case Bakery.End.Baked(List<Version> versions) -> {
          versions.forEach(version -> terminal.line(ReleaseText.bakedLine(terminal, version)));
          yield ExitCode.OK;
        }
        case Bakery.End.Invalid _ ->
            failed(terminal, "The template has errors; nothing was baked.", ExitCode.ERROR);
        case Bakery.End.Failed _ -> failed(terminal, "The bake failed.", ExitCode.ERROR);
        case Bakery.End.Cancelled _ ->
            failed(
                terminal,
                "Interrupted. What was baked is kept; the same command resumes from there.",
                ExitCode.INTERRUPTED);
      };
    }
  }

  private static int failed(Terminal terminal, String message, int code) {
    terminal.err().println("Error: " + message);
    return code;
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
