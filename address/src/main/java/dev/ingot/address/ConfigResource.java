package dev.ingot.address;

import dev.ingot.lang.value.Value;
import java.util.List;

/**
 * A resource within a configuration: which block it is, whatever instances the modules on the way
 * to it have.
 *
 * @param modules the names of the module calls that lead to it; empty in the root module
 * @param type such as {@code terraform_data}
 * @param name the label in its block
 */
public record ConfigResource(List<String> modules, ResourceMode mode, String type, String name)
    implements Comparable<ConfigResource> {
  public ConfigResource {
    modules = List.copyOf(modules);
  }

  /** {@code type.name} with {@code data.} or {@code ephemeral.} before it, without the modules. */
  public String localText() {
    return localText(mode, type, name);
  }

  /** The same of a resource whose module doesn't matter. */
  public static String localText(ResourceMode mode, String type, String name) {
    String local = type + "." + name;
    return switch (mode) {
      case MANAGED -> local;
      case DATA -> "data." + local;
      case EPHEMERAL -> "ephemeral." + local;
    };
  }

  /** As messages show it, such as {@code module.a.data.t.n}. */
  @Override
  public String toString() {
    if (modules.isEmpty()) {
      return localText();
    }
    StringBuilder text = new StringBuilder();
    for (String module : modules) {
      text.append("module.").append(module).append('.');
    }
    return text.append(localText()).toString();
  }

  /** By module, mode, type, name. */
  @Override
  public int compareTo(ConfigResource other) {
    for (int i = 0; i < Math.min(modules.size(), other.modules.size()); i++) {
      int order = Value.KEY_ORDER.compare(modules.get(i), other.modules.get(i));
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(modules.size(), other.modules.size());
    if (order == 0) {
      order = mode.compareTo(other.mode);
    }
    if (order == 0) {
      order = Value.KEY_ORDER.compare(type, other.type);
    }
    return order != 0 ? order : Value.KEY_ORDER.compare(name, other.name);
  }
}
