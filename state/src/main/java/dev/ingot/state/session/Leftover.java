package dev.ingot.state.session;

import dev.ingot.state.StateException;
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
record Leftover(Path file, Storage storage) {
  /**
   * Writes it.
   *
   * @return the failure, with where the state is now
   */
  StateException keep(byte[] content, StateException failure) {
    String kept;
    try {
      Replacement.write(storage, file, content, Access.PRIVATE);
      kept =
          "The state that could not be written is in "
              + file
              + ", too. Where its journal is lost, write it with \"ingot state push "
              + file.getFileName()
              + "\"; running \"ingot apply\" without it would create the objects again.";
    } catch (IOException e) {
      kept =
          "The state can't be written to " + file + ", either: " + StateException.reason(e) + ".";
    }
    return new StateException(failure.getMessage() + "\n\n" + kept, failure);
  }
}
