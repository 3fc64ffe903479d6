package dev.ingot.state.backend.inmem;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.remote.RemoteBackend;
import java.util.Map;

/**
 * The backend {@code inmem}, which isn't named where backends are listed: it is for tests. Rules:
 * the behaviour of Terraform 1.11; {@code lock_id} names a lock that is held from the beginning.
 */
public final class InMemoryBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "inmem";

  private static final String LOCK = "lock_id";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return Schema.of(Map.of(LOCK, Attribute.optional(Type.STRING)));
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    MemoryStates states =
        new MemoryStates(settings.text(LOCK), place.environment().clock().instant());
    return new RemoteBackend(NAME, RemoteBackend.Naming.WORKSPACES, states, states, place);
  }
}
