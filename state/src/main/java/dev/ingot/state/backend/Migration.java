package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.state.LockRequest;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.backend.MigrationPrompt.Answer;
import dev.ingot.state.backend.MigrationPrompt.Question;
import dev.ingot.state.format.StateFile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Takes states along from one backend to another, after asking. The state that was copied stays
 * where it was, unless {@link #retireSource} is called.
 */
final class Migration {
  private final Backend from;
  private final Backend to;
  private final MigrationPrompt prompt;
  private final LockRequest lock;
  private final Workspaces selection;
  private boolean copied;

  /**
   * @param lock how both states are locked
   * @param selection the workspace that is selected
   */
  Migration(
      Backend from, Backend to, MigrationPrompt prompt, LockRequest lock, Workspaces selection) {
    this.selection = selection;
    this.from = from;
    this.to = to;
    this.prompt = prompt;
    this.lock = lock;
  }

  /**
   * Does it.
   *
   * @return what kept it from being done
   * @throws StateException if a state can't be read, locked or written
   */
  Optional<Diagnostic> run() {
    List<String> names = from.hasWorkspaces() ? from.workspaces() : List.of(Workspaces.DEFAULT);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    if (names.size() == 1) {
      Optional<Diagnostic> problem = only(names.getFirst());
      if (problem.isEmpty() && !from.hasDefault() && to.hasDefault()) {
        selectDefault();
      }
      return problem;
    }
    return to.hasWorkspaces() ? all(names) : current();
  }

  private Optional<Diagnostic> only(String workspace) {
    if (from.migrating(workspace).read().state().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> target = target(workspace);
    return target.isPresent() ? one(workspace, target.get(), true) : Optional.of(unnamed());
  }

  private void selectDefault() {
    if (!selection.isOverridden()) {
      selection.select(Workspaces.DEFAULT);
    }
  }

  /** What a workspace is called at the other end, where there may be none named default. */
  private Optional<String> target(String workspace) {
    if (!to.hasWorkspaces()) {
      return Optional.of(Workspaces.DEFAULT);
    }
    if (!workspace.equals(Workspaces.DEFAULT)) {
      return Optional.of(to.hasDefault() ? Workspaces.DEFAULT : workspace);
    }
    if (to.hasDefault()) {
      return Optional.of(Workspaces.DEFAULT);
    }
    List<String> there = to.workspaces();
    return there.size() == 1
        ? Optional.of(there.getFirst())
        : Optional.of(selection.current()).filter(name -> !name.equals(Workspaces.DEFAULT));
  }

  private Diagnostic unnamed() {
    return Diagnostic.error(
        "The default workspace needs a name",
        Phrase.of(
            "The backend \"%s\" has no workspace named \"default\". Name the one that takes the"
                + " state by the environment variable TF_WORKSPACE, and run \"ingot init\" again.",
            to.type()));
  }

  private Optional<Diagnostic> current() {
    String workspace = selection.current();
    Answer answer = prompt.ask(new Question.CurrentWorkspace(from.type(), to.type(), workspace));
    if (answer.problem().isPresent()) {
      return answer.problem();
    }
    if (!answer.agreed()) {
      return Optional.of(Diagnostic.error("Migration aborted by user.", ""));
    }
    Optional<Diagnostic> problem = one(workspace, Workspaces.DEFAULT, true);
    if (problem.isEmpty()) {
      selectDefault();
    }
    return problem;
  }

  private Optional<Diagnostic> all(List<String> names) {
    Answer answer = prompt.ask(new Question.AllWorkspaces(from.type(), to.type()));
    if (answer.problem().isPresent()) {
      return answer.problem();
    }
    if (!answer.agreed()) {
      return Optional.of(Diagnostic.error("Migration aborted by user.", ""));
    }
    for (String name : names) {
      if (from.migrating(name).read().state().isEmpty()) {
        continue;
      }
      Optional<String> target = name.equals(Workspaces.DEFAULT) ? target(name) : Optional.of(name);
      if (target.isEmpty()) {
        return Optional.of(unnamed());
      }
      Optional<Diagnostic> problem = one(name, target.get(), false);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<Diagnostic> one(String workspace, String name, boolean asking) {
    StateStore source = from.migrating(workspace);
    StateStore target = to.migrating(name);
    if (source.location().equals(target.location())) {
      return Optional.empty();
    }
    State state = source.read().state();
    if (state.isEmpty()) {
      return Optional.empty();
    }
    State present = target.read().state();
    if (Arrays.equals(StateFile.write(state), StateFile.write(present))) {
      return Optional.empty();
    }
    if (asking) {
      Answer answer =
          prompt.ask(
              present.isEmpty()
                  ? new Question.Copy(from.type(), to.type())
                  : new Question.Overwrite(
                      from.type(), source.location(), to.type(), target.location()));
      if (answer.problem().isPresent() || !answer.agreed()) {
        return answer.problem();
      }
    }
    try (StateSession held = source.open(lock("migration source state"));
        StateSession session = target.open(lock("migration destination state"))) {
      session.replace(held.state().snapshot());
      session.commit();
      copied = true;
    }
    return Optional.empty();
  }

  private LockRequest lock(String operation) {
    return new LockRequest(operation, lock.info(), lock.timeout(), lock.locking());
  }

  /** Leaves no state where the default workspace's was, if it was taken along. */
  void retireSource() {
    if (!copied) {
      return;
    }
    String source = from.store(Workspaces.DEFAULT).location();
    if (!to.hasDefault() || !source.equals(to.store(Workspaces.DEFAULT).location())) {
      from.retire(Workspaces.DEFAULT);
    }
  }
}
