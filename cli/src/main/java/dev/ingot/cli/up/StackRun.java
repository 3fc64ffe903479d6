package dev.ingot.cli.up;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.invocation.VariableInputs;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.Views;
import dev.ingot.cli.terminal.LiveRegion;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.view.EventStream;
import dev.ingot.cli.view.OperationJson;
import dev.ingot.cli.view.OperationView;
import dev.ingot.cli.view.ReleaseJson;
import dev.ingot.cli.view.ReleaseLive;
import dev.ingot.cli.view.ReleaseText;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.home.Home;
import dev.ingot.home.Project;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostic;
import dev.ingot.release.ReleaseListener;
import dev.ingot.release.ReleaseRequest;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.RequestException;
import dev.ingot.release.Stack;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs a request on the stack of a command's folder, reports progress, and returns the exit code.
 */
public final class StackRun {
  private final Invocation invocation;
  private final Terminal terminal;
  private final Project project;
  private final OperationView view;
  private final ReleaseListener listener;
  private final Ending ending;

  private StackRun(
      Invocation invocation,
      Project project,
      OperationView view,
      ReleaseListener listener,
      Ending ending) {
    this.invocation = invocation;
    this.terminal = invocation.terminal();
    this.project = project;
    this.view = view;
    this.listener = listener;
    this.ending = ending;
  }

  /** With text for people, and what is being done now at the bottom of a terminal. */
  private static StackRun text(Invocation invocation, Project project, ReleaseLive live) {
    Terminal terminal = invocation.terminal();
    OperationView view = Views.of(invocation);
    Stopwatch watch = new Stopwatch(project.clock());
    ReleaseText text =
        new ReleaseText(
            terminal,
            view,
            stage -> watch.lap(stage.name().toLowerCase(Locale.ROOT)),
            invocation.given().on("full"));
    ReleaseListener listener = terminal.liveOutput() ? live.with(text) : text;
    return new StackRun(invocation, project, view, listener, new EndingText(terminal, view, watch));
  }

  /** With an event a line for programs. */
  private static StackRun json(Invocation invocation, Project project) {
    EventStream stream =
        new EventStream(invocation.terminal(), invocation.wording(), project.clock());
    OperationView view = new OperationJson(stream, invocation.wording());
    ReleaseJson json = new ReleaseJson(stream, view);
    return new StackRun(invocation, project, view, json, new EndingJson(json));
  }

  /** The embedded parts of this host, with warnings on the terminal. */
  public static Site site(Invocation invocation) {
    return site(invocation, found -> Problems.print(invocation.terminal(), found));
  }

  private static Site site(Invocation invocation, Consumer<List<Diagnostic>> warnings) {
    return new Site(
        new Home(invocation.home(), Clock.systemUTC()),
        invocation.environment(),
        text -> warnings.accept(List.of(Diagnostic.warning("How machines are isolated", text))));
  }

  /** Runs a request. */
  public static int run(Invocation invocation, ReleaseRequest request)
      throws UsageException, IOException, InterruptedException {
    Path folder = invocation.argumentFolder();
    Project project = invocation.in(folder).project();
    if (invocation.given().on("json")) {
      return json(invocation.with(invocation.terminal().forPrograms()), project)
          .run(folder, request);
    }
    ReleaseLive live = new ReleaseLive(invocation.terminal(), Clock.systemUTC());
    try (LiveRegion region = LiveRegion.open(invocation.terminal(), live::lines)) {
      return text(invocation.with(region.above()), project, live).run(folder, request);
    }
  }

  /**
   * The values of variables on the command line, in order.
   *
   * @throws UsageException if a value isn't {@code NAME=VALUE}
   */
  public static List<VariableInput> inputs(Flags.Given given) throws UsageException {
    List<VariableInput> inputs = VariableInputs.of(given.inOrder());
    for (VariableInput input : inputs) {
      if (input instanceof VariableInput.Assignment(String text) && text.indexOf('=') < 1) {
        throw new UsageException("-var must be NAME=VALUE, but is \"" + text + "\"");
      }
    }
    return inputs;
  }

  private int run(Path folder, ReleaseRequest request)
      throws UsageException, IOException, InterruptedException {
    try (Site site = site(invocation, view::diagnostics);
        Interruption interruption = new Interruption(view)) {
      try {
        ReleaseResult result =
            new Stack(
                    folder,
                    invocation.folder(),
                    site.parts(project, Questions.of(terminal, invocation.given())),
                    listener,
                    interruption.cancellation())
                .run(request);
        int code = ending.tell(result);
        return interruption.isInterrupted() ? ExitCode.INTERRUPTED : code;
      } catch (RequestException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      } catch (StateException e) {
        view.diagnostics(StateProblems.opening(e));
        return ExitCode.ERROR;
      } finally {
        // Once the interruption is closed, an interrupted process may end at any moment.
        terminal.flush();
      }
    }
  }
}
