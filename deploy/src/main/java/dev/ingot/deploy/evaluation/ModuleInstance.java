package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.deploy.mock.ModuleOverride;
import dev.ingot.deploy.reference.ModuleNodes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One instance of a module and the values of its objects. Safe for use by several threads. */
public final class ModuleInstance {
  private final ModuleNodes nodes;
  private final ModuleAddress address;
  private final RepetitionData repetition;
  private final Optional<ModuleInstance> parent;
  private final Optional<ModuleOverride> override;
  final ConcurrentHashMap<String, Value> variables = new ConcurrentHashMap<>();
  final ConcurrentHashMap<String, Value> locals = new ConcurrentHashMap<>();
  final ConcurrentHashMap<String, Value> outputs = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ResourceInstances> resources = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Calls> calls = new ConcurrentHashMap<>();

  /**
   * The instances of a module call.
   *
   * @param instances in the order of the expansion
   */
  public record Calls(Expansion expansion, Map<InstanceKey, ModuleInstance> instances) {}

  ModuleInstance(
      ModuleNodes nodes,
      ModuleAddress address,
      RepetitionData repetition,
      Optional<ModuleInstance> parent) {
    this.nodes = nodes;
    this.address = address;
    this.repetition = repetition;
    this.parent = parent;
    this.override = nodes.tree().override(address);
    override.ifPresent(
        found ->
            nodes
                .tree()
                .module()
                .outputs()
                .keySet()
                .forEach(
                    name -> outputs.put(name, found.outputs().getOrDefault(name, Values.NULL))));
  }

  /**
   * Whether something stands in for it in a test: it has outputs, and nothing in it is evaluated.
   */
  boolean isOverridden() {
    return override.isPresent();
  }

  /** What it declares. */
  public ModuleNodes nodes() {
    return nodes;
  }

  /** Its address. */
  public ModuleAddress address() {
    return address;
  }

  /** What {@code count} and {@code each} mean in the arguments of its call. */
  public RepetitionData repetition() {
    return repetition;
  }

  /** The module that calls it. */
  public Optional<ModuleInstance> parent() {
    return parent;
  }

  /** The instances of a resource, once they are known. */
  public Optional<ResourceInstances> resource(String key) {
    return Optional.ofNullable(resources.get(key));
  }

  /** The instances of a module call, once they are known. */
  public Optional<Calls> calls(String name) {
    return Optional.ofNullable(calls.get(name));
  }

  /** The value of an input variable, once it is known. */
  public Optional<Value> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** Sets the value of an input variable. */
  public void setVariable(String name, Value value) {
    variables.put(name, value);
  }

  /** Sets the value of a local value. */
  public void setLocal(String name, Value value) {
    locals.put(name, value);
  }

  /** The value of an output, once it is known. */
  public Optional<Value> output(String name) {
    return Optional.ofNullable(outputs.get(name));
  }

  /** Sets the value of an output. */
  public void setOutput(String name, Value value) {
    outputs.put(name, value);
  }

  /** Says which instances a resource has; values of those that stay are kept. */
  public ResourceInstances expand(
      dev.ingot.deploy.reference.Node.Resource node, Expansion expansion) {
    String key = node.resource().key();
    ResourceInstances known = resources.get(key);
    if (known != null) {
      known.setExpansion(expansion);
      return known;
    }
    ResourceInstances made =
        new ResourceInstances(
            node,
            address.resource(
                node.resource().mode(), node.resource().type(), node.resource().name()),
            expansion);
    resources.put(key, made);
    return made;
  }

  /** Says which instances a module call has; those that stay keep their values. */
  public List<ModuleInstance> expandCall(String name, Expansion expansion) {
    ModuleNodes child = nodes.children().get(name);
    if (child == null) {
      return List.of();
    }
    Calls known = calls.get(name);
    Map<InstanceKey, ModuleInstance> instances = new java.util.LinkedHashMap<>();
    expansion
        .instances()
        .forEach(
            (key, data) -> {
              ModuleInstance before = known == null ? null : known.instances().get(key);
              instances.put(
                  key,
                  before != null && before.repetition.equals(data)
                      ? before
                      : new ModuleInstance(
                          child, address.child(name, key), data, Optional.of(this)));
            });
    calls.put(name, new Calls(expansion, instances));
    return new ArrayList<>(instances.values());
  }
}
