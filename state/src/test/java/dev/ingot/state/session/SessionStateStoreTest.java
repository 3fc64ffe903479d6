package dev.ingot.state.session;

import dev.ingot.state.Environments;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.kit.StateStoreKit;
import dev.ingot.storage.CrashingStorage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/** The kit over the two interfaces of a backend. */
final class SessionStateStoreTest extends StateStoreKit {
  private static final Path JOURNAL = Path.of("/deployment/.terraform/default.journal");

  private final MemoryBackend backend = new MemoryBackend(Optional.empty());
  private CrashingStorage storage = CrashingStorage.lasting(new SplittableRandom(7));

  @Override
  protected StateStore store() {
    return new SessionStateStore(
        "default", backend, backend, backend, JOURNAL, storage, Environments.fixed());
  }

  @Override
  protected void kill(StateSession session) {
    backend.recovered(true);
    storage = storage.afterCrash();
  }
}
