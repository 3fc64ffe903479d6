package dev.ingot.cli.backend;

import dev.ingot.cli.Engine;
import dev.ingot.cli.Flags;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.Workspaces;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.StateProblems;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.local.LocalStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes states along from one backend to another, after asking. */
final class StateMigration {
  private static final String QUESTION = "Do you want to copy existing state to the new backend?";

  private final Engine engine;
  private final Flags.Given given;
  private final LocalBackend from;
  private final LocalBackend to;
  private boolean copied;

  StateMigration(Engine engine, Flags.Given given, LocalBackend from, LocalBackend to) {
    this.engine = engine;
    this.given = given;
    this.from = from;
    this.to = to;
  }

  /** Does it; what kept it from being done. */
  List<Diagnostic> run() throws IOException, UsageException {
    List<String> names = workspaces(from).names();
    try {
      return names.size() > 1 ? all(names) : one(Workspaces.DEFAULT, true);
    } catch (StateException e) {
      return StateProblems.opening(e, engine.wording().product());
    }
  }

  private Workspaces workspaces(LocalBackend backend) {
    return engine.workspacesIn(backend);
  }

  private Path file(LocalBackend backend, String workspace) {
    return workspaces(backend).state(workspace, engine.folder().resolve(backend.path()));
  }

  /** An empty file is what a migration leaves behind, so that its backup doesn't count here. */
  private StateStore store(Path file) throws IOException {
    boolean emptied = Files.exists(file) && Files.size(file) == 0;
    StatePaths paths = emptied ? new StatePaths(file, file, Optional.empty()) : StatePaths.of(file);
    return LocalStateStore.onDisk(paths, engine.environment());
  }

  private List<Diagnostic> all(List<String> names) throws IOException, UsageException {
    Answer answer =
        ask(
            "Do you want to migrate all workspaces to \"local\"?",
            "Both the existing \"local\" backend and the newly configured \"local\" backend\n"
                + "support workspaces. When migrating between backends, "
                + engine.wording().product()
                + " will copy\nall workspaces (with the same names). THIS WILL OVERWRITE any"
                + " conflicting\nstates in the destination.\n\nIf you answer \"yes\", "
                + engine.wording().product()
                + " will migrate all states. If you answer\n\"no\", "
                + engine.wording().product()
                + " will abort.");
    if (answer.problem().isPresent()) {
      return List.of(answer.problem().get());
    }
    if (!answer.agreed()) {
      return List.of(Diagnostic.error("Migration aborted by user.", ""));
    }
    for (String name : names) {
      List<Diagnostic> problems = one(name, false);
      if (!problems.isEmpty()) {
        return problems;
      }
    }
    return List.of();
  }

  private List<Diagnostic> one(String workspace, boolean asking)
      throws IOException, UsageException {
    Path source = file(from, workspace);
    Path target = file(to, workspace);
    if (source.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize())) {
      return List.of();
    }
    State state = store(source).read().state();
    if (state.isEmpty()) {
      return List.of();
    }
    State present = store(target).read().state();
    if (Arrays.equals(StateFile.write(state), StateFile.write(present))) {
      return List.of();
    }
    if (asking) {
      Answer answer = present.isEmpty() ? askToCopy() : askToOverwrite(source, target);
      if (answer.problem().isPresent() || !answer.agreed()) {
        return answer.problem().stream().toList();
      }
    }
    if (!workspace.equals(Workspaces.DEFAULT)) {
      workspaces(to).create(workspace);
    }
    try (StateSession held = store(source).open(PlanFlags.lock(given, "migration source state"));
        StateSession session =
            store(target).open(PlanFlags.lock(given, "migration destination state"))) {
      session.replace(held.state().snapshot());
      session.commit();
      copied = true;
    }
    return List.of();
  }

  private Answer askToCopy() throws IOException {
    return ask(
        QUESTION,
        "Pre-existing state was found while migrating the previous \"local\" backend to the\n"
            + "newly configured \"local\" backend. No existing state was found in the newly\n"
            + "configured \"local\" backend. Do you want to copy this state to the new \"local\"\n"
            + "backend? Enter \"yes\" to copy and \"no\" to start with an empty state.");
  }

  private Answer askToOverwrite(Path source, Path target) throws IOException {
    return ask(
        QUESTION,
        "Pre-existing state was found while migrating the previous \"local\" backend to the\n"
            + "newly configured \"local\" backend. An existing non-empty state already exists in\n"
            + "the new backend.\n\n"
            + "Previous (type \"local\"): "
            + source
            + "\nNew      (type \"local\"): "
            + target
            + "\n\nDo you want to overwrite the state in the new backend with the previous"
            + " state?\nEnter \"yes\" to copy and \"no\" to start with the existing state in the"
            + " newly\nconfigured \"local\" backend.");
  }

  private record Answer(boolean agreed, Optional<Diagnostic> problem) {
    static Answer refused(String summary) {
      return new Answer(false, Optional.of(Diagnostic.error(summary, "")));
    }
  }

  private Answer ask(String question, String explanation) throws IOException {
    if (given.on("force-copy")) {
      return new Answer(true, Optional.empty());
    }
    if (!given.on("input", true)) {
      return Answer.refused(
          "Can't ask approval for state migration when interactive input is disabled.\n\nPlease"
              + " remove the \"-input=false\" option and try again.");
    }
    Optional<String> answer = Questions.confirmation(engine.terminal(), question, explanation);
    return answer
        .map(text -> new Answer(text.equals("yes"), Optional.empty()))
        .orElseGet(() -> Answer.refused("Error asking for confirmation: EOF"));
  }

  /** Empties the state file that is not looked at any more, if it was taken along. */
  void emptySource() throws IOException {
    Path source = file(from, Workspaces.DEFAULT);
    Path target = file(to, Workspaces.DEFAULT);
    if (!copied || source.equals(target) || !Files.exists(source)) {
      return;
    }
    Files.copy(
        source,
        source.resolveSibling(source.getFileName() + ".backup"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(source, "");
  }
}
