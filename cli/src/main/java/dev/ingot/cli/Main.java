package dev.ingot.cli;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.home.Home;
import dev.ingot.lang.ControlCharacters;
import dev.ingot.ledger.LedgerException;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.state.StateException;
import dev.ingot.storage.PrivateFiles;
import dev.ingot.storage.sql.DatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The program. */
public final class Main {
  private static final int LONGEST_NAME = 100;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] words) {
    Terminal terminal = Terminal.ofProcess(System.getenv());
    int code = run(Arrays.asList(words), terminal, Path.of("").toAbsolutePath(), System.getenv());
    terminal.flush();
    // Everything durable has been synced by now; an exit would load the JDK's logging of exits.
    Runtime.getRuntime().halt(code);
  }

  /** Runs one command. */
  public static int run(
      List<String> words, Terminal terminal, Path folder, Map<String, String> environment) {
    int code = ended(words, terminal, folder, environment);
    // Programs that run Terraform expect an interrupted command to have failed.
    return code == ExitCode.INTERRUPTED && !Wording.of(environment).own() ? ExitCode.ERROR : code;
  }

  private static int ended(
      List<String> words, Terminal terminal, Path folder, Map<String, String> environment) {
    List<String> rest = new ArrayList<>(words);
    Path working = folder;
    while (!rest.isEmpty() && rest.getFirst().startsWith("-chdir=")) {
      working = working.resolve(rest.removeFirst().substring("-chdir=".length())).normalize();
      if (!java.nio.file.Files.isDirectory(working)) {
        terminal
            .err()
            .println(
                "Error handling -chdir option: chdir "
                    + folder.relativize(working)
                    + ": no such file or directory");
        terminal.err().flush();
        return ExitCode.ERROR;
      }
    }
    if (!rest.isEmpty() && rest.getFirst().equals("-chdir")) {
      terminal
          .err()
          .println(
              "Invalid -chdir option: must include an equals sign followed by a directory path,"
                  + " like -chdir=example");
      terminal.err().flush();
      return ExitCode.ERROR;
    }
    String name = rest.isEmpty() ? "help" : rest.removeFirst();
    Optional<String> malformed = EnvironmentArguments.insert(name, rest, environment);
    if (malformed.isPresent()) {
      terminal
          .err()
          .println(
              "Error parsing extra CLI args from "
                  + malformed.get()
                  + ": invalid command line string");
      terminal.err().flush();
      return ExitCode.ERROR;
    }
    List<String> arguments = List.copyOf(rest);
    Optional<Command> found = Commands.find(name, rest);
    Optional<String> family =
        found.isEmpty() && isHelp(rest)
            ? Commands.family(name, terminal.width() - 1)
            : Optional.empty();
    if (family.isPresent()) {
      terminal.line(family.get());
      return ExitCode.OK;
    }
    if (found.isEmpty()) {
      terminal
          .err()
          .println(
              Commands.unknown(name, arguments, Wording.of(environment), terminal.width() - 1));
      terminal.err().flush();
      return ExitCode.ERROR;
    }
    Command command = found.get();
    String called = called(name, arguments, rest);
    if (isHelp(rest)) {
      terminal.line(Commands.help(called, command, terminal.width() - 1));
      return ExitCode.OK;
    }
    try {
      Flags flags = command.flags().with(new Flags().onOff("no-color", "No colours."));
      Flags.Given given =
          (Wording.of(environment).own() ? flags : flags.withoutExtensions()).parse(rest);
      Terminal shown = colored(terminal, given, environment);
      closeHome(terminal, Home.path(working, environment));
      Invocation invocation = new Invocation(given, shown, working, folder, environment);
      return Trace.isWanted(environment)
          ? new Trace(environment, terminal).run(called, command, invocation)
          : command.run(invocation);
    } catch (UsageException e) {
      return new WrongUsage(called, command, terminal, Wording.of(environment)).show(e);
    } catch (IOException e) {
      return usage(terminal, explain(e));
    } catch (UncheckedIOException e) {
      return usage(
          terminal,
          Optional.ofNullable(e.getCause()).map(Main::explain).orElse("input or output failed"));
    } catch (InvalidPathException e) {
      return usage(terminal, unusable(e));
    } catch (InterruptedException e) {
      return usage(terminal, "Interrupted.", ExitCode.INTERRUPTED);
    } catch (StateException | RegistryException | LedgerException | DatabaseException e) {
      return usage(terminal, String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return usage(terminal, Fault.keep(e, name, Home.path(working, environment)));
    } finally {
      terminal.flush();
    }
  }

  private static boolean isHelp(List<String> arguments) {
    return arguments.contains("-help") || arguments.contains("--help") || arguments.contains("-h");
  }

  /** The name of a command with its second word, which was taken out of the arguments. */
  private static String called(String name, List<String> arguments, List<String> rest) {
    for (int i = 0; i < arguments.size() && rest.size() < arguments.size(); i++) {
      if (i == rest.size() || !rest.get(i).equals(arguments.get(i))) {
        return name + " " + arguments.get(i);
      }
    }
    return name;
  }

  /** It contains secrets and programs that run as root. */
  private static void closeHome(Terminal terminal, Path home) throws IOException {
    if (!PrivateFiles.isOpen(home)) {
      return;
    }
    try {
      PrivateFiles.close(home);
      terminal
          .err()
          .println(
              terminal.styled(Terminal.Style.YELLOW, "Warning: ")
                  + home
                  + " was open to other users; its permissions were restricted to you.");
    } catch (IOException e) {
      terminal
          .err()
          .println(
              terminal.styled(Terminal.Style.YELLOW, "Warning: ")
                  + home
                  + " is open to other users, and its permissions can't be changed ("
                  + explain(e)
                  + "). Set INGOT_HOME to a folder of your own.");
    }
    terminal.err().flush();
  }

  /** Such as a name with letters where the locale of the process knows only ASCII. */
  private static String unusable(InvalidPathException e) {
    String name = e.getInput().replace('\n', ' ');
    return "\""
        + name.substring(0, Math.min(name.length(), LONGEST_NAME))
        + (name.length() > LONGEST_NAME ? "…" : "")
        + "\" can't be the name of a file: "
        + e.getReason()
        + ". If it has letters other than ASCII, set LC_ALL to a UTF-8 locale, such as C.UTF-8.";
  }

  private static String explain(IOException cause) {
    String message = Optional.ofNullable(cause.getMessage()).orElse("");
    return switch (cause) {
      case java.nio.file.NoSuchFileException _ -> "there is no file " + message;
      case java.nio.file.AccessDeniedException _ -> "no permission for " + message;
      case java.nio.file.NotDirectoryException _ -> message + " is not a folder";
      default -> message.isEmpty() ? cause.getClass().getSimpleName() : message;
    };
  }

  private static Terminal colored(
      Terminal terminal, Flags.Given given, Map<String, String> environment) {
    if (given.on("no-color")) {
      return terminal.withoutColor();
    }
    return Wording.of(environment).colored() && environment.getOrDefault("NO_COLOR", "").isEmpty()
        ? terminal.withColor()
        : terminal;
  }

  private static int usage(Terminal terminal, String message) {
    return usage(terminal, message, ExitCode.ERROR);
  }

  private static int usage(Terminal terminal, String message, int code) {
    terminal.out().flush();
    terminal
        .err()
        .println(
            "\n"
                + terminal.styled(Terminal.Style.RED, "Error: ")
                + ControlCharacters.shown(message));
    terminal.err().flush();
    return code;
  }
}
