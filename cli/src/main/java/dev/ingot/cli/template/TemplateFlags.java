package dev.ingot.cli.template;

import dev.ingot.bake.OnError;
import dev.ingot.bake.template.BuildSelection;
import dev.ingot.bake.template.VariableInputs;
import dev.ingot.bake.template.VariableInputs.Assignment;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.release.bake.Bakery;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options of commands on templates, named as in Packer. */
public final class TemplateFlags {
  private TemplateFlags() {}

  /** Options that give variables values and choose builds. */
  public static Flags inputs() {
    return new Flags()
        .list("var", "NAME=VALUE", "Set a variable.")
        .list("var-file", "FILE", "Read values of variables from a file.")
        .list("only", "GLOB,…", "Only the builds whose names match.")
        .list("except", "GLOB,…", "All builds but those whose names match.")
        .onOff("warn-on-undeclared-var", "Warn about files that set undeclared variables.");
  }

  /**
   * The template, or the folder of templates, that the only argument names.
   *
   * @throws NoSuchFileException if there is none
   */
  public static Path path(Invocation invocation) throws UsageException, NoSuchFileException {
    Path path =
        invocation
            .folder()
            .resolve(invocation.arguments(1).stream().findFirst().orElse("."))
            .normalize();
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return path;
  }

  /**
   * The choices on a command line.
   *
   * @param template a folder or a template
   */
  public static Bakery.Request request(Invocation invocation, Path template) throws UsageException {
    Flags.Given given = invocation.given();
    return new Bakery.Request(
        template,
        invocation.folder(),
        new VariableInputs(
            assignments(invocation), invocation.environment(), given.on("warn-on-undeclared-var")),
        new BuildSelection(globs(given, "only"), globs(given, "except")),
        parallel(given),
        new Attendance(onError(invocation), invocation.terminal()),
        given.on("force"));
  }

  private static int parallel(Flags.Given given) throws UsageException {
    String text = given.on("debug") ? "1" : given.text("parallel-builds").orElse("0");
    try {
      int parallel = Integer.parseInt(text);
      if (parallel >= 0) {
        return parallel;
      }
    } catch (NumberFormatException e) {
      throw new UsageException("-parallel-builds must be a number, but is \"" + text + "\"");
    }
    throw new UsageException("-parallel-builds must not be negative, but is " + text);
  }

  private static OnError onError(Invocation invocation) throws UsageException {
    String text = invocation.given().text("on-error").orElse("cleanup");
    return switch (text) {
      case "cleanup", "run-cleanup-provisioner" -> OnError.CLEANUP;
      case "abort" -> OnError.ABORT;
      case "ask" -> new FailureQuestion(invocation.terminal());
      default ->
          throw new UsageException(
              "-on-error must be cleanup, abort, ask or run-cleanup-provisioner, but is \""
                  + text
                  + "\"");
    };
  }

  private static List<String> globs(Flags.Given given, String flag) {
    return given.list(flag).stream().flatMap(list -> List.of(list.split(",")).stream()).toList();
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
