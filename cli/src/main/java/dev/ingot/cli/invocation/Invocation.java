package dev.ingot.cli.invocation;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.cli.view.DiagnosticView;
import dev.ingot.home.Home;
import dev.ingot.home.Project;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.backend.local.StateFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command as it was called.
 *
 * @param given options and arguments
 * @param folder the folder it works in
 * @param calledIn the folder it was called in; another one with {@code -chdir}
 * @param environment the environment variables
 */
public record Invocation(
    Flags.Given given,
    Terminal terminal,
    Path folder,
    Path calledIn,
    Map<String, String> environment) {
  private static final int PARALLELISM = 10;

  /** The folder of data shared by all configurations: images, releases, the platform. */
  public Path home() {
    return Home.path(folder, environment);
  }

  /** The names the program uses for itself. */
  public Wording wording() {
    return Wording.of(environment);
  }

  /** The configuration in the folder, with the parts and the state that the options choose. */
  public Project project() {
    long parallelism = given.number("parallelism").orElse(0);
    return Project.of(
        folder,
        new Project.Options(
            calledIn,
            environment,
            files(),
            parallelism == 0 ? PARALLELISM : (int) Math.min(parallelism, Integer.MAX_VALUE),
            wording().titled(),
            VariableInputs.of(given.inOrder()),
            wording().own()));
  }

  /** The settings of the options {@code -state}, {@code -state-out}, {@code -backup}. */
  private StateFiles files() {
    Optional<Path> read = given.text("state").map(folder::resolve);
    Optional<Path> write = given.text("state-out").map(folder::resolve);
    StateFiles.Backup backup =
        switch (given.text("backup").orElse("")) {
          case "-" -> new StateFiles.Backup.None();
          case "" -> new StateFiles.Backup.Beside();
          case String named -> new StateFiles.Backup.At(folder.resolve(named));
        };
    return new StateFiles(read, write, backup);
  }

  /** Prints diagnostics: errors to standard error, warnings to standard output. */
  public void show(Collection<Diagnostic> diagnostics) {
    new DiagnosticView(terminal, wording(), given.on("compact-warnings")).print(diagnostics);
  }

  /** The same for commands that manage files and states. */
  public void showFramed(Collection<Diagnostic> diagnostics) {
    DiagnosticView.framed(terminal, wording()).print(diagnostics);
  }

  /** The same in another folder. */
  public Invocation in(Path other) {
    return new Invocation(given, terminal, other, calledIn, environment);
  }

  /** The same on another terminal. */
  public Invocation with(Terminal other) {
    return new Invocation(given, other, folder, calledIn, environment);
  }

  /** The same without an option. */
  public Invocation withoutOption(String name) {
    Map<String, List<String>> values = new HashMap<>(given.values());
    values.remove(name);
    return new Invocation(
        new Flags.Given(values, given.inOrder(), given.arguments()),
        terminal,
        folder,
        calledIn,
        environment);
  }

  /**
   * The folder that the only argument names, or the one the command works in.
   *
   * @throws UsageException if there is no such folder
   */
  public Path argumentFolder() throws UsageException {
    return existing(arguments(1).stream().findFirst());
  }

  /**
   * The folder that {@code -folder} names, or the one the command works in.
   *
   * @throws UsageException if there is no such folder
   */
  public Path machinesFolder() throws UsageException {
    return existing(given.text("folder"));
  }

  private Path existing(Optional<String> named) throws UsageException {
    Path path = folder.resolve(named.orElse(".")).normalize();
    if (Files.isDirectory(path)) {
      return path;
    }
    throw new UsageException(
        Files.exists(path)
            ? path + " is not a folder; name the folder it is in"
            : "There is no folder " + path);
  }

  /** The arguments, up to a maximum number. */
  public List<String> arguments(int most) throws UsageException {
    if (given.arguments().size() > most) {
      if (!wording().own()) {
        throw UsageException.ofExcess();
      }
      throw new UsageException(
          "Too many command line arguments"
              + (most == 0 ? "" : ": at most " + most)
              + "; unexpected argument \""
              + given.arguments().get(most)
              + "\"");
    }
    return given.arguments();
  }
}
