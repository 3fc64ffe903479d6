package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
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
  private boolean copied;

  /**
   * @param lock how both states are locked
   */
  Migration(Backend from, Backend to, MigrationPrompt prompt, LockRequest lock) {
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
    List<String> names = from.workspaces();
    return names.size() > 1 ? all(names) : one(Workspaces.DEFAULT, true);
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
      Optional<Diagnostic> problem = one(name, false);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<Diagnostic> one(String workspace, boolean asking) {
    StateStore source = from.migrating(workspace);
    StateStore target = to.migrating(workspace);
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
    if (!workspace.equals(Workspaces.DEFAULT)) {
      to.create(workspace);
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
    String source = from.store(Workspaces.DEFAULT).location();
    if (copied && !source.equals(to.store(Workspaces.DEFAULT).location())) {
      from.retire(Workspaces.DEFAULT);
    }
  }
}
