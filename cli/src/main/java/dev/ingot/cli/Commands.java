package dev.ingot.cli;

import dev.ingot.cli.command.AuditCommand;
import dev.ingot.cli.command.BootCommand;
import dev.ingot.cli.command.BuildCommand;
import dev.ingot.cli.command.CompletionCommand;
import dev.ingot.cli.command.DiffCommand;
import dev.ingot.cli.command.DownCommand;
import dev.ingot.cli.command.DriftCommand;
import dev.ingot.cli.command.ExposureCommand;
import dev.ingot.cli.command.HelpCommand;
import dev.ingot.cli.command.HistoryCommand;
import dev.ingot.cli.command.ImagesCommand;
import dev.ingot.cli.command.LogsCommand;
import dev.ingot.cli.command.ProvenanceCommand;
import dev.ingot.cli.command.RecoverCommand;
import dev.ingot.cli.command.ReleaseCommand;
import dev.ingot.cli.command.RepaveCommand;
import dev.ingot.cli.command.RetireCommand;
import dev.ingot.cli.command.RollbackCommand;
import dev.ingot.cli.command.SbomCommand;
import dev.ingot.cli.command.ShellCommand;
import dev.ingot.cli.command.StatusCommand;
import dev.ingot.cli.command.UpCommand;
import dev.ingot.cli.command.VersionCommand;
import dev.ingot.cli.command.WatchCommand;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.template.FixCommand;
import dev.ingot.cli.template.InspectCommand;
import dev.ingot.cli.template.PluginsCommand;
import dev.ingot.cli.template.UpgradeCommand;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.WordWrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All commands by name. A command's classes are loaded only when it is the one that was called. */
public final class Commands {
  /** The names, in the order help shows them. */
  public static final List<String> NAMES =
      List.of(
          "up",
          "rollback",
          "recover",
          "release confirm",
          "release abort",
          "down",
          "drift",
          "repave",
          "retire",
          "watch",
          "build",
          "inspect",
          "fix",
          "hcl2_upgrade",
          "plugins",
          "images",
          "diff",
          "sbom",
          "provenance",
          "exposure",
          "boot",
          "shell",
          "history",
          "status",
          "logs",
          "audit",
          "completion",
          "version");

  private static final String USAGE = "Usage: ";

  private Commands() {}

  /** The command of a name; {@code rest} lets commands of two words find theirs. */
  static Optional<Command> find(String name, List<String> rest) {
    return Optional.ofNullable(
        switch (name) {
          case "version", "-version", "--version", "-v" -> new VersionCommand();
          case "up" -> new UpCommand();
          case "rollback" -> new RollbackCommand();
          case "release confirm" -> new ReleaseCommand(true);
          case "release abort" -> new ReleaseCommand(false);
          case "release" -> release(rest).orElse(null);
          case "recover" -> new RecoverCommand();
          case "down" -> new DownCommand();
          case "drift" -> new DriftCommand();
          case "repave" -> new RepaveCommand();
          case "retire" -> new RetireCommand();
          case "watch" -> new WatchCommand();
          case "build" -> new BuildCommand();
          case "inspect" -> new InspectCommand();
          case "fix" -> new FixCommand();
          case "hcl2_upgrade" -> new UpgradeCommand();
          case "plugins" -> new PluginsCommand();
          case "logs" -> new LogsCommand();
          case "status" -> new StatusCommand();
          case "images" -> new ImagesCommand();
          case "diff" -> new DiffCommand();
          case "sbom" -> new SbomCommand();
          case "provenance" -> new ProvenanceCommand();
          case "exposure" -> new ExposureCommand();
          case "boot" -> new BootCommand();
          case "shell" -> new ShellCommand();
          case "history" -> new HistoryCommand();
          case "audit" -> new AuditCommand();
          case "completion" -> new CompletionCommand(Commands::byName);
          case "help", "-help", "--help", "-h" -> new HelpCommand(Commands::overview);
          default -> DeployCommands.find(name, rest).orElse(null);
        });
  }

  private static Optional<Command> release(List<String> rest) {
    for (String word : List.of("confirm", "abort")) {
      if (!rest.isEmpty() && rest.getFirst().equals(word)) {
        rest.removeFirst();
        return Optional.of(new ReleaseCommand(word.equals("confirm")));
      }
    }
    return Optional.empty();
  }

  /**
   * The list of all commands.
   *
   * @param columns the width of the page
   */
  public static String overview(int columns) {
    StringBuilder text =
        new StringBuilder("Usage: ingot [-chdir=DIR] COMMAND [options] [arguments]\n");
    text.append("\nImmutable infrastructure as one program.\n\n");
    listed(names(), columns, text);
    return text.append("\nOptions of a command: ingot COMMAND -help").toString();
  }

  /**
   * The commands whose first word is a name, for which that is not a command itself; empty if there
   * are none.
   */
  static Optional<String> family(String name, int columns) {
    List<String> members = names().stream().filter(each -> each.startsWith(name + " ")).toList();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("Usage: ingot " + name + " COMMAND [options]\n\n");
    listed(members, columns, text);
    return Optional.of(
        text.append("\nOptions of a command: ingot " + name + " COMMAND -help").toString());
  }

  private static void listed(List<String> names, int columns, StringBuilder text) {
    int width = names.stream().mapToInt(String::length).max().orElse(0) + 4;
    for (String name : names) {
      find(name, List.of())
          .ifPresent(
              command ->
                  text.append("  ")
                      .append(name)
                      .append(" ".repeat(width - 2 - name.length()))
                      .append(WordWrap.between(width, columns, command.synopsis()))
                      .append('\n'));
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(NAMES);
    names.addAll(DeployCommands.NAMES);
    return names;
  }

  private static SortedMap<String, Command> byName() {
    SortedMap<String, Command> commands = new TreeMap<>();
    for (String name : names()) {
      find(name, new ArrayList<>()).ifPresent(command -> commands.put(name, command));
    }
    return commands;
  }

  /**
   * That there is no such command.
   *
   * @param arguments what follows the name; the first may be the second word of a command
   */
  static String unknown(String name, List<String> arguments, Wording wording, int columns) {
    Optional<String> family = family(name, columns);
    if (family.isEmpty()) {
      return wording.product()
          + " has no command named \""
          + name
          + "\"."
          + Suggestion.hint(
              name, names().stream().map(each -> each.split(" ", 2)[0]).distinct().toList())
          + "\n\nTo see all of "
          + wording.product()
          + "'s top-level commands, run:\n  "
          + wording.program()
          + " -help\n";
    }
    return (arguments.isEmpty() || arguments.getFirst().startsWith("-")
            ? "The command \"" + name + "\" needs a second word."
            : "Ingot has no command named \"" + name + " " + arguments.getFirst() + "\".")
        + "\n\n"
        + family.get();
  }

  static String help(String name, Command command, int columns) {
    String usage =
        "ingot "
            + name
            + " [options]"
            + (command.arguments().isEmpty() ? "" : " " + command.arguments());
    return USAGE
        + WordWrap.between(USAGE.length(), columns, usage)
        + "\n\n  "
        + WordWrap.between(2, columns, command.synopsis())
        + "\n\nOptions:\n\n"
        + command
            .flags()
            .with(new Flags().onOff("no-color", "No colours."))
            .help(columns)
            .stripTrailing();
  }
}
