package dev.ingot.state.backend.pg;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The backend {@code pg}. Rules: the documentation of Terraform's backend, and as recorded. */
public final class PgBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "pg";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SKIP_SCHEMA = "skip_schema_creation";
  private static final String SKIP_TABLE = "skip_table_creation";
  private static final String SKIP_INDEX = "skip_index_creation";

  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "conn_str",
              Attribute.optional(Type.STRING),
              "schema_name",
              Attribute.optional(Type.STRING),
              SKIP_SCHEMA,
              Attribute.optional(Type.BOOL),
              SKIP_TABLE,
              Attribute.optional(Type.BOOL),
              SKIP_INDEX,
              Attribute.optional(Type.BOOL)));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    try {
      PgAddress _ = address(settings, place);
      return List.of();
    } catch (IllegalArgumentException e) {
      return List.of(
          Diagnostic.error("Invalid connection of the pg backend", String.valueOf(e.getMessage())));
    }
  }

  private static PgAddress address(BackendSettings settings, BackendPlace place) {
    return PgAddress.of(
        settings.text("conn_str").or(() -> place.variable("PG_CONN_STR")).orElse(""), place);
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    PgDatabase database =
        new PgDatabase(
            address(settings, place),
            settings
                .text("schema_name")
                .or(() -> place.variable("PG_SCHEMA_NAME"))
                .orElse("terraform_remote_state"),
            new PgDatabase.Skipped(
                skips(settings, SKIP_SCHEMA, place),
                skips(settings, SKIP_TABLE, place),
                skips(settings, SKIP_INDEX, place)),
            PATIENCE);
    return new RemoteBackend(
        NAME,
        RemoteBackend.Naming.WORKSPACES,
        new PgSnapshots(database),
        new PolledLease(new PgLocks(database)),
        place);
  }

  private static boolean skips(BackendSettings settings, String argument, BackendPlace place) {
    Optional<Boolean> given = settings.truth(argument);
    return given.orElseGet(
        () ->
            place
                .variable("PG_" + argument.toUpperCase(java.util.Locale.ROOT))
                .filter(text -> text.equals("1") || text.equalsIgnoreCase("true"))
                .isPresent());
  }
}
