package dev.ingot.state.session;

import dev.ingot.state.kit.BackendKit;
import java.util.Optional;

/** The fake that the tests of sessions stand on holds to what every backend does. */
final class MemoryBackendTest extends BackendKit {
  private final MemoryBackend backend = new MemoryBackend(Optional.empty());

  @Override
  protected Client client() {
    return new Client(backend, backend);
  }

  @Override
  protected boolean is(Trait trait) {
    return trait != Trait.WAITS;
  }
}
