package dev.ingot.deploy.operation.state;

import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.format.StateFile;
import java.util.Arrays;
import java.util.Optional;

/** Replaces a whole state by another. */
public final class StatePush {
  private StatePush() {}

  /** Why a state must not be replaced by another: it is newer, or one of something else. */
  public static Optional<String> refusal(State present, State pushed) {
    if (present.isEmpty()) {
      return Optional.empty();
    }
    if (!present.lineage().isEmpty() && !present.lineage().equals(pushed.lineage())) {
      return Optional.of(
          "cannot import state with lineage \""
              + pushed.lineage()
              + "\" over unrelated state with lineage \""
              + present.lineage()
              + "\"");
    }
    if (pushed.serial() < present.serial()) {
      return Optional.of(
          "cannot import state with serial "
              + pushed.serial()
              + " over newer state with serial "
              + present.serial());
    }
    if (pushed.serial() == present.serial()
        && !Arrays.equals(StateFile.write(pushed), StateFile.write(present))) {
      return Optional.of(
          "cannot overwrite existing state with serial "
              + present.serial()
              + " with a different state that has the same serial");
    }
    return Optional.empty();
  }

  /**
   * Replaces it. The serial never falls, so that a holder of the old state is detected.
   *
   * @throws StateException if it can't be written
   */
  public static void apply(StateSession session, State pushed) {
    State present = session.state().snapshot();
    session.replace(pushed.as(Math.max(pushed.serial(), present.serial()), pushed.lineage()));
    session.commit();
  }
}
