package dev.ingot.bake.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * A plugin on this host.
 *
 * @param accessor its name in templates, such as {@code amazon}
 * @param file its program
 * @param single whether it is one component, as plugins from before 2021 are, and takes no
 *     arguments
 */
public record PluginProgram(
    String accessor, Path file, PluginDescription description, boolean single) {
  /** A plugin that describes itself. */
  public PluginProgram(String accessor, Path file, PluginDescription description) {
    this(accessor, file, description, false);
  }

  /** What starts one of its components. */
  List<String> command(ComponentKind kind, String component) {
    if (single) {
      return List.of(file.toString());
    }
    return description.specification()
        ? List.of(file.toString(), "start", kind.command(), "--protobuf", component)
        : List.of(file.toString(), "start", kind.command(), component);
  }
}
