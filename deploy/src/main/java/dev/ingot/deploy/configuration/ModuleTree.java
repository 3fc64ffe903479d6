package dev.ingot.deploy.configuration;

import dev.ingot.address.ModuleAddress;
import dev.ingot.deploy.mock.ModuleOverride;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module and the modules it calls.
 *
 * @param path the names of the calls that lead here; empty for the root module
 * @param module the declarations in its files
 * @param children by the name of the call, in order of declaration
 * @param overrides what stands in for instances of it in a test, the first ones preferred
 */
public record ModuleTree(
    List<String> path,
    ModuleConfiguration module,
    Map<String, ModuleTree> children,
    List<ModuleOverride> overrides) {
  public ModuleTree {
    path = List.copyOf(path);
    overrides = List.copyOf(overrides);
  }

  /** A module all of whose instances are as they are written. */
  public ModuleTree(
      List<String> path, ModuleConfiguration module, Map<String, ModuleTree> children) {
    this(path, module, children, List.of());
  }

  /** What stands in for an instance: the most precise override. */
  public Optional<ModuleOverride> override(ModuleAddress address) {
    return overrides.isEmpty()
        ? Optional.empty()
        : overrides.stream()
            .filter(each -> each.matches(address))
            .sorted(Comparator.comparingInt(ModuleOverride::precision).reversed())
            .findFirst();
  }

  /** The same with overrides of modules in it, at any depth. */
  public ModuleTree overridden(List<ModuleOverride> all) {
    Map<String, ModuleTree> inner = new LinkedHashMap<>();
    children.forEach((name, child) -> inner.put(name, child.overridden(all)));
    return new ModuleTree(
        path,
        module,
        inner,
        all.stream().filter(each -> each.target().names().equals(path)).toList());
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
