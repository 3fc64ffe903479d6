package dev.ingot.state.local;

import dev.ingot.state.StatePaths;
import dev.ingot.state.kit.BackendKit;
import dev.ingot.state.lock.FileLocks;
import dev.ingot.storage.FileStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The kit over files. */
final class LocalBackendKitTest extends BackendKit {
  @TempDir Path folder = Path.of("");

  @Override
  protected Client client() {
    LocalSnapshots snapshots =
        LocalSnapshots.target(
            StatePaths.of(folder.resolve("terraform.tfstate")), new FileStorage(), new FileLocks());
    return new Client(snapshots, snapshots);
  }

  @Override
  protected boolean is(Trait trait) {
    return switch (trait) {
      // A file holds one state. This process can't force open its own lock on it.
      case WORKSPACES, FORCES -> false;
      case WAITS, NAMES_HOLDER, NOTICES_LOSS -> true;
    };
  }
}
