package dev.ingot.state.session;

import dev.ingot.state.Environment;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.format.StateFile;
import dev.ingot.storage.Access;
import dev.ingot.storage.Replacement;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The file a state is left in that a backend doesn't take at the end of a session. Rules: {@code
 * errored.tfstate} of Terraform 1.11.
 *
 * @param file readable by its owner only
 */
record Leftover(Path file, Storage storage, Environment environment) {
  /**
   * Writes it, encrypted as states are.
   *
   * @param state as the last attempt would have written it
   * @return the failure, with where the state is now
   */
  StateException keep(State state, StateException failure) {
    String kept;
    try {
      Replacement.write(storage, file, sealed(state), Access.PRIVATE);
      kept =
          "The state that could not be written is in "
              + file
              + ", too. Where its journal is lost, write it with \"ingot state push "
              + file.getFileName()
              + "\"; running \"ingot apply\" without it would create the objects again.";
    } catch (IOException e) {
      kept = nowhere(StateException.reason(e) + ".");
    } catch (StateException e) {
      // Whoever encrypts it may be away: the first failure says where its changes are all the same.
      kept = nowhere(String.valueOf(e.getMessage()));
    }
    String message = failure.getMessage() + "\n\n" + kept;
    return failure instanceof StateFencedException
        ? new StateFencedException(message)
        : new StateException(message, failure);
  }

  private byte[] sealed(State state) {
    byte[] content = StateFile.write(state.writtenBy(environment.version()));
    return environment.cipher().seal(content, state.serial(), state.lineage());
  }

  private String nowhere(String reason) {
    return "The state can't be written to " + file + ", either: " + reason;
  }
}
