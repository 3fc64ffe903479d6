package dev.ingot.library;

import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.operation.ApplyOperation;
import dev.ingot.deploy.operation.PlanOperation;
import dev.ingot.deploy.operation.Preparation;
import dev.ingot.deploy.operation.ProcessRunner;
import dev.ingot.deploy.variable.VariablePrompt;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.graph.Cancellation;
import dev.ingot.home.Home;
import dev.ingot.home.NotedHead;
import dev.ingot.home.Project;
import dev.ingot.home.RecordedApply;
import dev.ingot.home.Site;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.release.ReleaseEvent;
import dev.ingot.release.ReleaseRequest;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.RequestException;
import dev.ingot.release.Stack;
import dev.ingot.state.LockRequest;
import dev.ingot.state.OutputState;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.backend.local.StateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A folder with a configuration, templates, or both, worked on by a program. Does what the commands
 * of the same names do, on the same state, under the same lock, and leaves the same records.
 *
 * <p>Holds nothing open between calls. Safe for use by many threads; two calls that change
 * something exclude each other by the lock of the state, as two processes do.
 */
public final class Workspace {
  private static final String PROGRAM = "Ingot library";

  private final Path folder;
  private final Settings settings;
  private final Project project;

  private Workspace(Path folder, Settings settings) {
    this.folder = folder;
    this.settings = settings;
    this.project =
        Project.of(
            folder,
            new Project.Options(
                folder,
                settings.environment(),
                StateFiles.USUAL,
                settings.parallelism(),
                PROGRAM,
                settings.variables(),
                true));
  }

  /**
   * Opens a folder; nothing is read yet.
   *
   * @param folder made absolute
   */
  public static Workspace open(Path folder, Settings settings) {
    return new Workspace(folder.toAbsolutePath().normalize(), settings);
  }

  /**
   * Plans. The state is locked while that goes on, and changed only by what an earlier apply that
   * was killed left open.
   *
   * @param cancellation ends it early, with an error
   * @return the plan, or why there is none
   * @throws StateException if the state is locked by another process or can't be read
   * @throws IOException if a file can't be read
   */
  public Result<Plan> plan(PlanOptions options, Cancellation cancellation) throws IOException {
    return switch (preparation(options.mode())) {
      case Preparation.Invalid(List<Diagnostic> diagnostics) -> Result.failed(diagnostics);
      case Preparation.NoConfiguration _ -> Result.failed(List.of(noConfiguration()));
      case Preparation.Ready ready -> {
        try (StateSession session = session(ready.configuration(), "OperationTypePlan")) {
          PlanOperation.Planned planned = plan(ready, session, options, cancellation);
          yield planned.failed()
              ? Result.failed(planned.diagnostics())
              : new Result<>(planned.plan(), planned.diagnostics());
        }
      }
    };
  }

  /**
   * Applies a plan that was made before.
   *
   * @param cancellation asks to stop: nothing new is begun
   * @throws StateException if the state is locked by another process or can't be read or written
   */
  public ApplyOutcome apply(Plan plan, Cancellation cancellation) {
    try (StateSession session = session(plan.configuration(), "OperationTypeApply")) {
      return apply(plan, session, List.of(), cancellation);
    }
  }

  /**
   * Plans and applies at once, under one lock.
   *
   * @param cancellation asks to stop: nothing new is begun
   * @throws StateException if the state is locked by another process or can't be read or written
   * @throws IOException if a file can't be read
   */
  public ApplyOutcome apply(PlanOptions options, Cancellation cancellation) throws IOException {
    return switch (preparation(options.mode())) {
      case Preparation.Invalid(List<Diagnostic> diagnostics) ->
          new ApplyOutcome.Failed(diagnostics);
      case Preparation.NoConfiguration _ -> new ApplyOutcome.Failed(List.of(noConfiguration()));
      case Preparation.Ready ready -> {
        try (StateSession session = session(ready.configuration(), "OperationTypeApply")) {
          PlanOperation.Planned planned = plan(ready, session, options, cancellation);
          yield planned.failed() || planned.plan().isEmpty()
              ? ended(planned.diagnostics(), cancellation)
              : apply(planned.plan().get(), session, planned.remaining(), cancellation);
        }
      }
    };
  }

  /**
   * The outputs of the root module as they are in the state, their values as JSON.
   *
   * @throws StateException if the state can't be read
   * @throws IOException if a file can't be read
   */
  public SortedMap<String, OutputState> outputs() throws IOException {
    return project.store(project.root()).read().state().outputs();
  }

  /**
   * Bakes, promotes and rolls out, rolls back, or takes down.
   *
   * @param cancellation asks to stop: a rollout is taken back
   * @throws RequestException if the request names something that doesn't exist; nothing was done
   * @throws StateException if the state is locked by another process or can't be read or written
   * @throws IOException if a file can't be read; work done until then is recorded
   */
  public ReleaseResult release(ReleaseRequest request, Cancellation cancellation)
      throws RequestException, IOException, InterruptedException {
    try (Site site = new Site(home(), settings.environment(), this::isolation)) {
      return new Stack(
              folder,
              folder,
              site.parts(project, VariablePrompt.NONE),
              event -> settings.listener().on(new WorkspaceEvent.Releasing(event)),
              cancellation)
          .run(request);
    }
  }

  private void isolation(String notice) {
    settings
        .listener()
        .on(
            new WorkspaceEvent.Releasing(
                new ReleaseEvent.Diagnosed(
                    List.of(Diagnostic.warning("How machines are isolated", notice)))));
  }

  private Preparation preparation(PlanMode mode) throws IOException {
    return Preparation.of(
        project.load(),
        mode,
        new VariableSources(folder, settings.environment(), settings.variables()),
        VariablePrompt.NONE);
  }

  private Diagnostic noConfiguration() {
    return Diagnostic.error(
        "No configuration files",
        "There is no configuration (*.tf) in "
            + folder
            + ". To destroy what was deployed from there, plan with the mode DESTROY.");
  }

  private StateSession session(Configuration configuration, String operation) {
    return project
        .store(configuration.root().module())
        .open(new LockRequest(operation, "", settings.lockTimeout(), true));
  }

  private PlanOperation.Planned plan(
      Preparation.Ready ready,
      StateSession session,
      PlanOptions options,
      Cancellation cancellation) {
    PlanOperation.Planned planned =
        new PlanOperation(project.providers(), project.setting(), this::deploying, cancellation)
            .plan(ready, session, options);
    // The program is about to have them: the result is all there is between.
    planned.settled().shown(session);
    return planned;
  }

  private ApplyOutcome apply(
      Plan plan, StateSession session, List<Diagnostic> before, Cancellation cancellation) {
    ApplyOperation.Applied applied =
        new RecordedApply(home(), Home.actor(settings.environment()))
            .run(
                new ApplyRequest(
                    plan,
                    session,
                    project.providers(),
                    project.setting(),
                    this::deploying,
                    new ProcessRunner(),
                    cancellation),
                folder,
                NotedHead.in(folder, settings.environment(), home()));
    List<Diagnostic> all = new ArrayList<>(before);
    all.addAll(applied.diagnostics());
    return applied
        .counts()
        .<ApplyOutcome>map(
            counts -> new ApplyOutcome.Complete(counts, session.state().outputs(), all))
        .orElseGet(() -> ended(all, cancellation));
  }

  private static ApplyOutcome ended(List<Diagnostic> diagnostics, Cancellation cancellation) {
    return cancellation.isCancelled()
        ? new ApplyOutcome.Cancelled(diagnostics)
        : new ApplyOutcome.Failed(diagnostics);
  }

  private void deploying(dev.ingot.deploy.Event event) {
    settings.listener().on(new WorkspaceEvent.Deploying(event));
  }

  private Home home() {
    return new Home(Home.path(folder, settings.environment()), Clock.systemUTC());
  }
}
