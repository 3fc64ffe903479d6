package dev.ingot.deploy.plan;

import dev.ingot.address.ConfigResource;
import dev.ingot.deploy.configuration.RemovedBlock;
import dev.ingot.deploy.reference.ModuleNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code removed} block is about.
 *
 * @param modules the names of the calls that lead to the resource, or to the module itself
 * @param endpoint what the block names, as seen from its own module
 */
record Removal(RemovedBlock block, List<String> modules, MoveEndpoint endpoint) {
  /** Those of a module and of the modules it calls, but for what is no address. */
  static List<Removal> of(ModuleNodes root) {
    List<Removal> found = new ArrayList<>();
    collect(root, found);
    return found;
  }

  private static void collect(ModuleNodes module, List<Removal> found) {
    for (RemovedBlock block : module.tree().module().removed()) {
      MoveEndpoint.parse(block.from())
          .ifPresent(
              endpoint -> {
                List<String> modules = new ArrayList<>(module.tree().path());
                endpoint.modules().forEach(call -> modules.add(call.name()));
                found.add(new Removal(block, modules, endpoint));
              });
    }
    module.children().values().forEach(child -> collect(child, found));
  }

  /** The block it names; empty for a whole module. */
  Optional<ConfigResource> resource() {
    return endpoint
        .resource()
        .map(found -> new ConfigResource(modules, found.mode(), found.type(), found.name()));
  }

  /** Whether it is about a resource. */
  boolean matches(ConfigResource wanted) {
    return endpoint.resource().isPresent()
        ? resource().equals(Optional.of(wanted))
        : wanted.modules().size() >= modules.size()
            && wanted.modules().subList(0, modules.size()).equals(modules);
  }
}
