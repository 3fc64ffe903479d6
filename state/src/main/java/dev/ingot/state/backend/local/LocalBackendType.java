package dev.ingot.state.backend.local;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import java.util.Map;

/** The backend {@code local}: states in files of this machine. */
public final class LocalBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "local";

  private static final String PATH = "path";
  private static final String WORKSPACE_FOLDER = "workspace_dir";

  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              PATH,
              Attribute.optional(Type.STRING),
              WORKSPACE_FOLDER,
              Attribute.optional(Type.STRING)));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    return new LocalBackend(
        place.folder().resolve(settings.text(PATH).orElse("terraform.tfstate")),
        place.folder().resolve(settings.text(WORKSPACE_FOLDER).orElse("terraform.tfstate.d")),
        StateFiles.USUAL,
        place.environment());
  }
}
