package dev.ingot.deploy.configuration;

import dev.ingot.deploy.mock.ModuleOverride;
import dev.ingot.deploy.mock.ObjectOverride;
import dev.ingot.lang.SourceRange;
import java.util.List;

/**
 * What {@code override_} blocks say.
 *
 * @param objects of resources and data sources
 */
public record TestOverrides(List<ObjectOverride> objects, List<ModuleOverride> modules) {
  public TestOverrides {
    objects = List.copyOf(objects);
    modules = List.copyOf(modules);
  }

  /**
   * A target that a configuration doesn't have.
   *
   * @param target as it is written
   */
  public record Stray(String target, SourceRange place) {}

  /** The targets that a configuration doesn't have. */
  public List<Stray> strays(ModuleTree root) {
    List<Stray> strays = new java.util.ArrayList<>();
    for (ObjectOverride each : objects) {
      if (find(root, each.target().module().names())
          .filter(
              tree ->
                  each.target()
                      .resource()
                      .map(address -> address.resource().configuration().localText())
                      .filter(tree.module().resources()::containsKey)
                      .isPresent())
          .isEmpty()) {
        strays.add(new Stray(each.target().toString(), each.place()));
      }
    }
    for (ModuleOverride each : modules) {
      if (find(root, each.target().names()).isEmpty()) {
        strays.add(new Stray(each.target().toString(), each.place()));
      }
    }
    return strays;
  }

  private static java.util.Optional<ModuleTree> find(ModuleTree root, List<String> names) {
    java.util.Optional<ModuleTree> at = java.util.Optional.of(root);
    for (String name : names) {
      at = at.map(tree -> tree.children().get(name));
    }
    return at;
  }
}
