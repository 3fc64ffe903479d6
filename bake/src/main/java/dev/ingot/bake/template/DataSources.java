package dev.ingot.bake.template;

import dev.ingot.bake.DataSource;
import java.util.Map;

/**
 * The data sources a template can use.
 *
 * @param types by the type of their blocks
 * @param read whether they are read; otherwise their values are unknown
 */
public record DataSources(Map<String, DataSource> types, boolean read) {
  /** None. */
  public static final DataSources NONE = new DataSources(Map.of(), false);

  public DataSources {
    types = Map.copyOf(types);
  }

  /** The same, not read. */
  public DataSources unread() {
    return new DataSources(types, false);
  }
}
