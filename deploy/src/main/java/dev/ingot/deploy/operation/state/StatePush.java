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

  private static boolean isSame(State present, State pushed) {
    return Arrays.equals(
        StateFile.write(present.as(0, "").writtenBy("")),
        StateFile.write(pushed.as(0, "").writtenBy("")));
  }

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
   * Replaces it. A state that is another has another serial, and never a lower one, so that a
   * holder of the old state is detected.
   *
   * @throws StateException if it can't be written
   */
  public static void apply(StateSession session, State pushed) {
    State present = session.state().snapshot();
    boolean same = isSame(present, pushed);
    long serial = present.lineage().isEmpty() || same ? pushed.serial() : pushed.serial() + 1;
    session.replace(pushed.as(Math.max(serial, present.serial()), pushed.lineage()));
    session.commit();
  }
}
