package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Evaluates a configuration over objects whose values are known, without asking providers: for
 * those who want to look at what is there.
 */
public final class Inspection {
  private final World world;
  private final Objects objects;
  private final Map<InstanceAddress, Value> known;
  private final Set<ResourceAddress> present;

  /**
   * @param variables the values of the root module's variables
   * @param known the objects; others are unknown
   */
  public Inspection(World world, Map<String, Value> variables, Map<InstanceAddress, Value> known) {
    this.world = world;
    this.objects = new Objects(world, variables);
    this.known = Map.copyOf(known);
    this.present =
        known.keySet().stream().map(InstanceAddress::resource).collect(Collectors.toSet());
  }

  /** Evaluates one object, after all it depends on. */
  public void visit(Node node, Diagnostics heard) {
    switch (node) {
      case Node.Variable variable -> objects.variable(variable, heard);
      case Node.Local local -> {
        if (!heard.hasErrors()) {
          objects.local(local, heard);
        }
      }
      case Node.Output output -> objects.output(output, heard);
      case Node.Call call -> objects.call(call, heard);
      case Node.Resource resource -> resource(resource, heard);
      case Node.Validation validation -> objects.validation(validation, heard);
      case Node.CallEnd _, Node.Provider _, Node.Check _ -> {}
    }
  }

  private void resource(Node.Resource node, Diagnostics heard) {
    ResourceConfiguration resource = node.resource();
    for (ModuleInstance module : world.instances(node.module())) {
      Optional<Expansion> expansion = new Expansions(world, heard).evaluate(module, resource);
      if (expansion.isEmpty()) {
        continue;
      }
      ResourceAddress address =
          module.address().resource(resource.mode(), resource.type(), resource.name());
      if (world.purpose() == World.Purpose.CONSOLE && !present.contains(address)) {
        // How many there will be, and under which keys, isn't looked at, as recorded.
        continue;
      }
      ResourceInstances instances = module.expand(node, expansion.get());
      expansion
          .get()
          .instances()
          .keySet()
          .forEach(
              key ->
                  instances.set(
                      key,
                      known.getOrDefault(
                          instances.address().instance(key), Value.unknown(Type.DYNAMIC))));
    }
  }
}
