package dev.ingot.deploy.configuration;

import java.util.List;
import java.util.Map;

/**
 * A module and the modules it calls.
 *
 * @param path the names of the calls that lead here; empty for the root module
 * @param module the declarations in its files
 * @param children by the name of the call, in order of declaration
 */
public record ModuleTree(
    List<String> path, ModuleConfiguration module, Map<String, ModuleTree> children) {
  public ModuleTree {
    path = List.copyOf(path);
  }

  /** Whether this is the root module. */
  public boolean isRoot() {
    return path.isEmpty();
  }

  /** Its name in messages: {@code the root module} or {@code module.a.module.b}. */
  public String title() {
    return isRoot() ? "the root module" : address();
  }

  /** {@code module.a.module.b}; empty for the root module. */
  public String address() {
    return isRoot() ? "" : "module." + String.join(".module.", path);
  }

  /** {@code module.a.}, to stand before the name of something in it; empty for the root module. */
  public String prefix() {
    return isRoot() ? "" : address() + ".";
  }
}
