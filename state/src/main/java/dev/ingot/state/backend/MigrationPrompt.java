package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
import java.util.Optional;

/** Asks before states are copied from one backend to another. */
public interface MigrationPrompt {
  /** Asks. */
  Answer ask(Question question);

  /** What is asked. */
  sealed interface Question {
    /** Whether to copy the states of all workspaces, over those that are there. */
    record AllWorkspaces(String from, String to) implements Question {}

    /**
     * Whether to copy the state of one workspace only, to a backend that has no others.
     *
     * @param workspace the selected one
     */
    record CurrentWorkspace(String from, String to, String workspace) implements Question {}

    /** Whether to copy a state to where none is. */
    record Copy(String from, String to) implements Question {}

    /**
     * Whether to copy a state over another.
     *
     * @param source where the state is
     * @param target where the other is
     */
    record Overwrite(String from, String source, String to, String target) implements Question {}
  }

  /**
   * An answer.
   *
   * @param agreed whether to copy
   * @param problem why the user could not be asked
   */
  record Answer(boolean agreed, Optional<Diagnostic> problem) {
    /** Whether to copy. */
    public static Answer of(boolean agreed) {
      return new Answer(agreed, Optional.empty());
    }

    /** The user could not be asked. */
    public static Answer impossible(String summary) {
      return new Answer(false, Optional.of(Diagnostic.error(summary, "")));
    }
  }
}
