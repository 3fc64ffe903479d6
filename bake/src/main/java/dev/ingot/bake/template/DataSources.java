package dev.ingot.bake.template;

import dev.ingot.bake.DataSource;
import dev.ingot.lang.Diagnostics;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data sources a template can use.
 *
 * @param types by the type of their blocks
 * @param others finds those of further types
 * @param read whether they are read; otherwise their values are unknown
 */
public record DataSources(Map<String, DataSource> types, Others others, boolean read) {
  /** None. */
  public static final DataSources NONE = new DataSources(Map.of(), Others.NONE, false);

  public DataSources {
    types = Map.copyOf(types);
  }

  /** Finds data sources when a template names them. */
  @FunctionalInterface
  public interface Others {
    /** None. */
    Others NONE = (_, _, _, _) -> Map.of();

    /**
     * Those a template names.
     *
     * @param known types that aren't looked for
     * @param workingFolder the base of relative paths
     * @param diagnostics receives why one that was found can't be used
     * @return by the type of their blocks; what isn't found is left out
     */
    Map<String, DataSource> find(
        TemplateBlocks blocks,
        Map<String, DataSource> known,
        Path workingFolder,
        Diagnostics diagnostics);
  }

  /** With the others that a template names. */
  DataSources completed(TemplateBlocks blocks, Path workingFolder, Diagnostics diagnostics) {
    if (blocks.data().isEmpty()) {
      return this;
    }
    Map<String, DataSource> all = new LinkedHashMap<>(types);
    all.putAll(others.find(blocks, types, workingFolder, diagnostics));
    return new DataSources(all, others, read);
  }
}
